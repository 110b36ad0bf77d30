/**
 * The baseline: a bare 14-dof car (6 body, 4 travel, 4 spin) in flat arrays and nothing else - one friction
 * curve, level ground, no systems, no contacts, no rigid-body library. What a step must cost at the least.
 */
import type { VehicleSpec } from '../src/scenario/index.ts'

/** x y z, quaternion, velocity, rates (body frame), 4 travel, 4 travel rate, 4 spin rate, 4 slip x, 4 slip y. */
const SIZE = 33
const [B, C, E] = [15, 1.5, 0.3]

export const bareVehicles = (count: number, v: VehicleSpec, dt: number): (() => void) => {
  const g = 9.81
  const state = new Float64Array(count * SIZE)
  const [cx, , h] = v.centreOfGravity
  const wheels = [0, 1, 2, 3].map((w) => {
    const a = v.axles[w >> 1]
    const wheelbase = v.axles[0].x
    const load = (v.mass * g * (w < 2 ? cx : wheelbase - cx)) / wheelbase / 2
    return { a, x: a.x - cx, y: (w % 2 === 0 ? 0.5 : -0.5) * a.track, load }
  })
  const wx = Float64Array.from(wheels, (w) => w.x)
  const wy = Float64Array.from(wheels, (w) => w.y)
  const load0 = Float64Array.from(wheels, (w) => w.load)
  const spring = Float64Array.from(wheels, (w) => w.a.springRate)
  const damper = Float64Array.from(wheels, (w) => w.a.damperRate)
  const bar = Float64Array.from(wheels, (w) => w.a.antiRollRate / 2)
  const tyreRate = Float64Array.from(wheels, (w) => w.a.tyreRate)
  const radius = Float64Array.from(wheels, (w) => w.a.wheelRadius)
  const inertia = Float64Array.from(wheels, (w) => w.a.wheelInertia)
  const unsprung = Float64Array.from(wheels, (w) => w.a.unsprungMass)
  const sprung = v.mass - unsprung.reduce((n, m) => n + m, 0)
  const [ix, iy, iz] = v.inertia
  const steer = 0.01
  const torque = 600 / 2

  for (let i = 0; i < count; i++) {
    const o = i * SIZE
    state[o] = 40 * i
    state[o + 2] = h
    state[o + 6] = 1
    state[o + 7] = 20
    for (let w = 0; w < 4; w++) state[o + 21 + w] = 20 / radius[w]
  }

  return () => {
    for (let i = 0; i < count; i++) {
      const o = i * SIZE
      const qx = state[o + 3]
      const qy = state[o + 4]
      const qz = state[o + 5]
      const qw = state[o + 6]
      const r00 = 1 - 2 * (qy * qy + qz * qz)
      const r01 = 2 * (qx * qy - qw * qz)
      const r02 = 2 * (qx * qz + qw * qy)
      const r10 = 2 * (qx * qy + qw * qz)
      const r11 = 1 - 2 * (qx * qx + qz * qz)
      const r12 = 2 * (qy * qz - qw * qx)
      const r20 = 2 * (qx * qz - qw * qy)
      const r21 = 2 * (qy * qz + qw * qx)
      const r22 = 1 - 2 * (qx * qx + qy * qy)
      const vx = r00 * state[o + 7] + r10 * state[o + 8] + r20 * state[o + 9]
      const vy = r01 * state[o + 7] + r11 * state[o + 8] + r21 * state[o + 9]
      const p = state[o + 10]
      const q = state[o + 11]
      const r = state[o + 12]
      let fx = 0
      let fy = 0
      let fz = 0
      let tx = 0
      let ty = 0
      let tz = 0
      for (let w = 0; w < 4; w++) {
        const x = wx[w]
        const y = wy[w]
        const travel = state[o + 13 + w]
        const rate = state[o + 17 + w]
        const z = travel + radius[w] - h
        const centre = state[o + 2] + r20 * x + r21 * y + r22 * z
        const load = Math.max(0, load0[w] + tyreRate[w] * (radius[w] - centre))
        const force =
          load0[w] -
          unsprung[w] * g +
          spring[w] * travel +
          damper[w] * rate +
          bar[w] * (travel - state[o + 13 + (w ^ 1)])
        fz += (force * v.mass) / sprung
        tx += y * force
        ty -= x * force
        const next = rate + ((load - force) / unsprung[w] - g) * dt
        state[o + 17 + w] = next
        state[o + 13 + w] = travel + next * dt

        const ux = vx - q * h - r * y
        const uy = vy + p * h + r * x
        const angle = w < 2 ? steer : 0
        const c = Math.cos(angle)
        const s = Math.sin(angle)
        const along = c * ux + s * uy
        const across = c * uy - s * ux
        const spin = state[o + 21 + w]
        const rim = spin * radius[w]
        const speed = Math.max(0.1, Math.sqrt(along * along + across * across), Math.abs(rim))
        const sx = (state[o + 25 + w] - (dt * (along - rim)) / 0.1) / (1 + (dt * speed) / 0.1)
        const sy = (state[o + 29 + w] - (dt * across) / 0.45) / (1 + (dt * speed) / 0.45)
        state[o + 25 + w] = sx
        state[o + 29 + w] = sy
        const slip = Math.max(1e-9, Math.sqrt(sx * sx + sy * sy))
        const b = B * slip
        const k = (load * Math.sin(C * Math.atan(b - E * (b - Math.atan(b))))) / slip
        const tyreX = k * sx
        const tyreY = k * sy
        state[o + 21 + w] = spin + (dt * ((w < 2 ? torque : 0) - tyreX * radius[w])) / inertia[w]
        const bx = c * tyreX - s * tyreY
        const by = s * tyreX + c * tyreY
        fx += bx
        fy += by
        tx += h * by
        ty -= h * bx
        tz += x * by - y * bx
      }
      fx -= 0.6 * v.dragArea * vx * Math.abs(vx)
      state[o + 10] = p + ((tx - (iz - iy) * q * r) / ix) * dt
      state[o + 11] = q + ((ty - (ix - iz) * r * p) / iy) * dt
      state[o + 12] = r + ((tz - (iy - ix) * p * q) / iz) * dt
      const k = dt / v.mass
      state[o + 7] += (r00 * fx + r01 * fy + r02 * fz) * k
      state[o + 8] += (r10 * fx + r11 * fy + r12 * fz) * k
      state[o + 9] += (r20 * fx + r21 * fy + r22 * fz) * k - g * dt
      state[o] += state[o + 7] * dt
      state[o + 1] += state[o + 8] * dt
      state[o + 2] += state[o + 9] * dt
      const half = dt / 2
      const nx = qx + half * (qw * p + qy * r - qz * q)
      const ny = qy + half * (qw * q + qz * p - qx * r)
      const nz = qz + half * (qw * r + qx * q - qy * p)
      const nw = qw - half * (qx * p + qy * q + qz * r)
      const norm = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz + nw * nw)
      state[o + 3] = nx * norm
      state[o + 4] = ny * norm
      state[o + 5] = nz * norm
      state[o + 6] = nw * norm
    }
  }
}
