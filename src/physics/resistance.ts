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

/** Sets what the ground under wheel w takes: rolling resistance, and the mass it must push aside a metre. */
export const feelGround = (v: Vehicle, w: number): void => {
  const { kind, otherKind, otherShare, depth, rolling, displaced } = v.wheels
  const here = ROLLING_BY_NUMBER[kind[w]]
  rolling[w] = here + (ROLLING_BY_NUMBER[otherKind[w]] - here) * otherShare[w]
  const width = v.model.spec.axles[w >> 1].wheelWidth
  displaced[w] = DENSITY_BY_NUMBER[kind[w]] * (1 - otherShare[w]) * width * depth[w]
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
  const { axes, point } = v.contact
  const { displaced, load, vx, vy } = v.wheels
  for (let w = 0; w < v.model.wheelCount; w++) {
    if (displaced[w] === 0 || load[w] === 0) continue
    const k = -0.5 * displaced[w] * FORM * Math.sqrt(vx[w] * vx[w] + vy[w] * vy[w])
    const fx = k * vx[w]
    const fy = k * vy[w]
    const a = 9 * w
    v.wrench.push(
      axes[a + 3] * fx + axes[a + 6] * fy,
      axes[a + 4] * fx + axes[a + 7] * fy,
      axes[a + 5] * fx + axes[a + 8] * fy,
      point[3 * w],
      point[3 * w + 1],
      point[3 * w + 2],
    )
  }
}
