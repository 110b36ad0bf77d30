/**
 * A car and its trailer as chassis engineers write them by hand (Pacejka, Tire and Vehicle Dynamics, ch. 1.3 with
 * roll added): constant speed, small angles, one tyre an axle with a relaxation length, both bodies roll about the
 * ground on their springs. What sways in it, and from which speed on, is held against the whole simulation.
 */
import type { VehicleSpec } from '../../src/scenario/index.ts'

const G = 9.81

type Matrix = number[][]
const zeros = (n: number, m: number): Matrix => Array.from({ length: n }, () => Array<number>(m).fill(0))

/** X from A X = B, by elimination. */
const solve = (a: Matrix, b: Matrix): Matrix => {
  const n = a.length
  const rows = a.map((r, i) => [...r, ...b[i]])
  for (let i = 0; i < n; i++) {
    const p = rows
      .slice(i)
      .reduce((best, r, k) => (Math.abs(r[i]) > Math.abs(rows[best][i]) ? i + k : best), i)
    ;[rows[i], rows[p]] = [rows[p], rows[i]]
    for (let k = 0; k < n; k++) {
      if (k === i) continue
      const f = rows[k][i] / rows[i][i]
      rows[k] = rows[k].map((x, j) => x - f * rows[i][j])
    }
  }
  return rows.map((r, i) => r.slice(n).map((x) => x / r[i]))
}

/** Roll stiffness and damping on the springs with the tyres in series, less what gravity takes. */
const roll = (v: VehicleSpec, load: number): { k: number; c: number } => {
  let k = -load * v.centreOfGravity[2]
  let c = 0
  for (const a of v.axles) {
    const spring = a.springRate + a.antiRollRate
    const series = a.tyreRate / (a.tyreRate + spring)
    k += ((spring * series) / 2) * a.track * a.track
    c += ((a.damperRate * series * series) / 2) * a.track * a.track
  }
  return { k, c }
}

/**
 * The articulation angle over time, rad, after a steering angle over time; `dt` apart.
 * Coordinates: the car's ground point under its centre of gravity sideways, its yaw and roll, the trailer's yaw
 * and roll.
 */
export const linearArticulation = (
  car: VehicleSpec,
  trailer: VehicleSpec,
  speed: number,
  steer: (time: number) => number,
  seconds: number,
  dt = 0.001,
): number[] => {
  const [b, , h1] = car.centreOfGravity
  const [g, , h2] = trailer.centreOfGravity
  const wheelbase = car.axles[0].x
  const e = b - car.hitch!.x
  const f = trailer.coupling!.x - g
  const zh = car.hitch!.z
  const tongue = (trailer.mass * G * g) / trailer.coupling!.x
  const own = car.mass * G
  const loads = [
    (own * b + tongue * car.hitch!.x) / wheelbase,
    own + tongue - (own * b + tongue * car.hitch!.x) / wheelbase,
    trailer.mass * G - tongue,
  ]
  const tyres = [car.tyre, car.tyre, trailer.tyre]
  const stiffness = tyres.map((t, i) => t.surfaces['dry-asphalt'].stiffnessPerLoad * loads[i])

  // Rows: how fast each mass point moves sideways for each coordinate.
  const trailerGround = [1, -e, -zh, -f, zh]
  const carCentre = [1, 0, -h1, 0, 0]
  const trailerCentre = trailerGround.map((x, i) => (i === 4 ? x - h2 : x))
  const mass = zeros(5, 5)
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < 5; j++)
      mass[i][j] = car.mass * carCentre[i] * carCentre[j] + trailer.mass * trailerCentre[i] * trailerCentre[j]
  const inertias = [0, car.inertia[2], car.inertia[0], trailer.inertia[2], trailer.inertia[0]]
  inertias.forEach((x, i) => (mass[i][i] += x))
  // Where the tyres push: each row gives both the velocity of the contact and the share of its force.
  const contacts = [
    [1, wheelbase - b, 0, 0, 0],
    [1, -b, 0, 0, 0],
    trailerGround.map((x, i) => (i === 3 ? x - g : x)),
  ]
  const rolls = [roll(car, own), roll(trailer, trailer.mass * G)]

  // State: sideways speed and rates (5), yaw angles and rolls (4), tyre forces (3).
  let state = Array<number>(12).fill(0)
  const change = (s: number[], time: number): number[] => {
    const rates = s.slice(0, 5)
    const [yaw1, roll1, yaw2, roll2] = s.slice(5, 9)
    const forces = s.slice(9)
    const push = [0, 1, 2, 3, 4].map((i) => contacts.reduce((n, row, k) => n + row[i] * forces[k], 0))
    push[2] -= rolls[0].k * roll1 + rolls[0].c * rates[2]
    push[4] -= rolls[1].k * roll2 + rolls[1].c * rates[4]
    const accelerations = solve(
      mass,
      push.map((x) => [x]),
    ).map((r) => r[0])
    const headings = [yaw1 + steer(time), yaw1, yaw2]
    const relax = forces.map((force, k) => {
      const sideways = contacts[k].reduce((n, x, i) => n + x * rates[i], 0)
      const slip = sideways / speed - headings[k]
      return ((-stiffness[k] * slip - force) * speed) / tyres[k].relaxation.lateral
    })
    return [...accelerations, rates[1], rates[2], rates[3], rates[4], ...relax]
  }
  const add = (s: number[], d: number[], h: number): number[] => s.map((x, i) => x + h * d[i])
  const angles: number[] = []
  for (let n = 0; n * dt < seconds; n++) {
    const t = n * dt
    const k1 = change(state, t)
    const k2 = change(add(state, k1, dt / 2), t + dt / 2)
    const k3 = change(add(state, k2, dt / 2), t + dt / 2)
    const k4 = change(add(state, k3, dt), t + dt)
    state = state.map((x, i) => x + (dt / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]))
    angles.push(state[7] - state[5])
  }
  return angles
}

/** Damping over critical of a free oscillation, from the swings between its turning points; less than 0: it grows. */
export const dampingOf = (angles: readonly number[]): number => {
  const turns = angles.filter(
    (x, i) => i > 0 && i < angles.length - 1 && (x - angles[i - 1]) * (angles[i + 1] - x) < 0,
  )
  const swings = turns.slice(1).map((x, i) => Math.abs(x - turns[i]))
  const last = Math.min(swings.length - 1, 5)
  const decrement = Math.log(swings[1] / swings[last]) / (last - 1)
  return decrement / Math.sqrt(Math.PI * Math.PI + decrement * decrement)
}

/** The speed at which a damping goes from positive to negative, m/s, by halving between two speeds. */
export const criticalSpeed = (
  damping: (speed: number) => number,
  low: number,
  high: number,
  steps = 7,
): number => {
  for (let i = 0; i < steps; i++) {
    const middle = (low + high) / 2
    if (damping(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
