/** What the ground takes without gripping: rolling resistance, and the drag of snow and water. */
import { SURFACE_KINDS } from './model.ts'
import type { Vehicle } from './vehicle.ts'
import type { SurfaceKind } from '../scenario/index.ts'

/** Rolling resistance over load (docs/physics.md has the sources). */
const ROLLING: Readonly<Record<SurfaceKind, number>> = {
  'dry-asphalt': 0.011,
  'wet-asphalt': 0.012,
  'standing-water': 0.012,
  'packed-snow': 0.02,
  'loose-snow': 0.045,
  slush: 0.05,
  ice: 0.012,
  'black-ice': 0.012,
  gravel: 0.025,
  grass: 0.06,
}
const ROLLING_BY_NUMBER = Float64Array.from(SURFACE_KINDS, (kind) => ROLLING[kind])

/** Rolling resistance coefficient under wheel w. */
export const rollingResistance = (v: Vehicle, w: number): number => {
  const here = ROLLING_BY_NUMBER[v.wheels.kind[w]]
  return here + (ROLLING_BY_NUMBER[v.wheels.otherKind[w]] - here) * v.wheels.otherShare[w]
}

/** Density of what a wheel must push aside, kg/m^3: loose snow, slush, water; 0 elsewhere. */
const DENSITY: Readonly<Partial<Record<SurfaceKind, number>>> = {
  'loose-snow': 200,
  slush: 850,
  'standing-water': 1000,
}
const DENSITY_BY_NUMBER = Float64Array.from(SURFACE_KINDS, (kind) => DENSITY[kind] ?? 0)
/** Form drag of a tyre in fluid (NASA TN D-2056: 0.7-1.0). */
const FORM = 0.8

/** Drag of displaced snow or water on every wheel: 1/2 rho b depth v^2 Cd, against the motion, on the body. */
export const displaceDrag = (v: Vehicle): void => {
  const { model, contact } = v
  for (let w = 0; w < model.wheelCount; w++) {
    const density = DENSITY_BY_NUMBER[v.wheels.kind[w]] * (1 - v.wheels.otherShare[w])
    if (density === 0 || v.wheels.load[w] === 0) continue
    const width = model.spec.axles[w >> 1].wheelWidth
    const speed = Math.sqrt(v.wheels.vx[w] ** 2 + v.wheels.vy[w] ** 2)
    const k = -0.5 * density * width * v.wheels.depth[w] * FORM * speed
    const fx = k * v.wheels.vx[w]
    const fy = k * v.wheels.vy[w]
    const a = 9 * w
    v.wrench.push(
      contact.axes[a + 3] * fx + contact.axes[a + 6] * fy,
      contact.axes[a + 4] * fx + contact.axes[a + 7] * fy,
      contact.axes[a + 5] * fx + contact.axes[a + 8] * fy,
      contact.point[3 * w],
      contact.point[3 * w + 1],
      contact.point[3 * w + 2],
    )
  }
}
