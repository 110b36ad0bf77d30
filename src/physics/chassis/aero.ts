/** Air: drag, and the side force of the wind with its yaw arm. */
import { gustAt, type Weather } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import type { Vehicle } from '../vehicle.ts'

/** The air that every vehicle moves through: density kg/m^3, velocity of the wind in the world, m/s. */
export interface Air {
  density: number
  vx: number
  vy: number
}

/** Density from the gas law at 1013.25 hPa; the mean wind. */
export const airOf = ({ temperature, wind }: Weather): Air => {
  const air = { density: 101325 / (287.05 * temperature), vx: 0, vy: 0 }
  moveAir(air, wind, 0)
  return air
}

/** Sets the wind of an instant: the mean and the gusts, each FROM its bearing (0 north, clockwise), all over the road at once. */
export const moveAir = (air: Air, { speed, from, gusts = [] }: Weather['wind'], time: number): void => {
  air.vx = -speed * Math.sin(from)
  air.vy = -speed * Math.cos(from)
  for (const gust of gusts) {
    const more = gustAt(gust, time)
    if (more === 0) continue
    air.vx -= more * Math.sin(gust.from)
    air.vy -= more * Math.cos(gust.from)
  }
}

/**
 * In air from ahead the side force stands this share of the wheelbase before the middle of the wheelbase; the
 * arm shrinks with the share of the flow that comes from the side, as it does on cars (Hucho, Aerodynamics of
 * Road Vehicles, ch. 5). Fitted to the published ways of cars and vans in a gust.
 */
const YAW_ARM = 0.18

/** Drag on Cd A along x, side force on the side area along y with C_y = sin(flow angle). */
export const blow = (v: Vehicle, air: Air, gust: Controls['gust']): void => {
  const { model, motion: m, wrench } = v
  const windX = gust === undefined ? air.vx : air.vx + gust[0]
  const windY = gust === undefined ? air.vy : air.vy + gust[1]
  const ux = m.vx - (m.r00 * windX + m.r10 * windY)
  const uy = m.vy - (m.r01 * windX + m.r11 * windY)
  const flow = ux * ux + uy * uy
  if (flow === 0) return
  const q = 0.5 * air.density * Math.sqrt(flow)
  const along = Math.abs(ux) / (Math.abs(ux) + Math.abs(uy))
  const x = model.wheelsX + YAW_ARM * along * model.wheelbase
  wrench.push(-q * model.spec.dragArea * ux, -q * model.spec.sideArea * uy, 0, x, 0, model.boxCentre[2])
}
