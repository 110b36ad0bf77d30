/** What the ground takes without gripping: rolling resistance, and the drag of snow and water. */
import type { Vehicle, Wheel } from '../vehicle.ts'
import { SURFACE_KINDS, type SurfaceKind } from '../../scenario/index.ts'

/** Rolling resistance over load (docs/physics.md has the sources). */
const ROLLING: Readonly<Record<SurfaceKind, number>> = {
  'dry-asphalt': 0.011,
  'wet-asphalt': 0.012,
  'standing-water': 0.012,
  'packed-snow': 0.02,
  'loose-snow': 0.012,
  slush: 0.05,
  ice: 0.012,
  'black-ice': 0.012,
  gravel: 0.025,
  grass: 0.06,
}
const ROLLING_BY_NUMBER = Float64Array.from(SURFACE_KINDS, (kind) => ROLLING[kind])

/** Sets what the ground under a wheel takes: rolling resistance, and the mass it must push aside a metre. */
export const feelGround = (wheel: Wheel): void => {
  const { kind, otherKind, otherShare, depth } = wheel
  const here = ROLLING_BY_NUMBER[kind]
  const dry = here + (ROLLING_BY_NUMBER[otherKind] - here) * otherShare
  const pressed = PRESSING_BY_NUMBER[kind] * depth * (1 - otherShare)
  wheel.rolling = dry * wheel.model.rollingFactor + pressed
  wheel.displaced =
    DENSITY_BY_NUMBER[kind] * SINKING_BY_NUMBER[kind] * (1 - otherShare) * wheel.model.width * depth
}

/**
 * How much of the depth a wheel sinks in: through water and slush; into loose snow until that is pressed from
 * 200 to 450 kg/m^3 (2 to 5 cm on a usual winter day).
 */
const SINKING_BY_NUMBER = Float64Array.from(SURFACE_KINDS, (kind) =>
  kind === 'loose-snow' ? 1 - 200 / 450 : 1,
)
/** What pressing snow costs: rolling resistance a metre of its depth (0.033 in 6 cm). */
const PRESSING_BY_NUMBER = Float64Array.from(SURFACE_KINDS, (kind) => (kind === 'loose-snow' ? 0.55 : 0))

/** Density of what a wheel must push aside, kg/m^3: loose snow, slush, water; 0 elsewhere. */
const DENSITY: Readonly<Partial<Record<SurfaceKind, number>>> = {
  'loose-snow': 200,
  slush: 850,
  'standing-water': 1000,
}
const DENSITY_BY_NUMBER = Float64Array.from(SURFACE_KINDS, (kind) => DENSITY[kind] ?? 0)
/** Form drag of a tyre in fluid (NASA TN D-2056: 0.7-1.0). */
const FORM = 0.9

/** Drag of displaced snow or water on every wheel: 1/2 rho b depth v^2 Cd, against the motion, on the body. */
export const displaceDrag = (v: Vehicle): void => {
  for (const wheel of v.wheels) {
    if (wheel.displaced === 0 || wheel.load === 0) continue
    const { displaced, vx, vy, contact: c } = wheel
    const k = -0.5 * displaced * FORM * Math.sqrt(vx * vx + vy * vy)
    const fx = k * vx
    const fy = k * vy
    v.wrench.push(c.fx * fx + c.lx * fy, c.fy * fx + c.ly * fy, c.fz * fx + c.lz * fy, c.px, c.py, c.pz)
  }
}
