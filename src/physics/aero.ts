/** Air: drag, and the side force of the wind with its yaw arm. */
import type { Weather } from '../scenario/index.ts'
import type { Vehicle } from './vehicle.ts'

/** The air that every vehicle moves through: density kg/m^3, velocity of the wind in the world, m/s. */
export interface Air {
  readonly density: number
  readonly vx: number
  readonly vy: number
}

/** Density from the gas law at 1013.25 hPa; wind blows FROM its bearing (0 north, clockwise). */
export const airOf = ({ temperature, wind }: Weather): Air => ({
  density: 101325 / (287.05 * temperature),
  vx: -wind.speed * Math.sin(wind.from),
  vy: -wind.speed * Math.cos(wind.from),
})

/** The side force stands this share of the wheelbase ahead of the middle of the wheelbase. */
const YAW_ARM = 0.12

/** Drag on Cd A along x, side force on the side area along y with C_y = sin(flow angle). */
export const blow = (v: Vehicle, air: Air): void => {
  const { model, motion: m, wrench } = v
  const ux = m.vx - (m.r00 * air.vx + m.r10 * air.vy)
  const uy = m.vy - (m.r01 * air.vx + m.r11 * air.vy)
  const q = 0.5 * air.density * Math.sqrt(ux * ux + uy * uy)
  const axles = model.spec.axles
  const middle = (axles[0].x + axles[axles.length - 1].x) / 2
  const x = middle + YAW_ARM * model.wheelbase - model.cg[0]
  wrench.push(-q * model.spec.dragArea * ux, -q * model.spec.sideArea * uy, 0, x, 0, model.boxCentre[2])
}
