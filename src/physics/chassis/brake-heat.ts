/**
 * Brakes get hot and fade. A disc (or drum) is one lump of iron: what the brake takes from the wheel warms it,
 * the air cools it, more so at speed (Limpert, Brake Design and Safety, ch. 3-4). The friction of ordinary
 * linings holds to about 300 degrees C and then falls; towards 650 degrees C half of it is left.
 */
import { ACT } from '../constants.ts'
import type { Wheel } from '../vehicle.ts'

/** Cooling over heat capacity, 1/s: at rest, and per m/s. A vented disc of 9 kg with 0.15 m^2: 20 and 75 W/(m^2 K) at 100 km/h. */
const COOLING = 0.0007
const COOLING_BY_SPEED = 0.000065
/** Kelvin above the air: where fading begins and where it ends, and what is left then. */
const FADES = 280
const FADED = 640
const LEFT = 0.5

/** Share of the cold brake's torque that a hot one gives. */
export const fade = (heat: number): number =>
  heat <= FADES ? 1 : 1 - (1 - LEFT) * Math.min(1, (heat - FADES) / (FADED - FADES))

/** Warms a brake by the work that it does and lets it cool. */
export const warm = (wheel: Wheel): void => {
  const { brakeTorque, spinRate, vx, model } = wheel
  const gained = (brakeTorque * Math.abs(spinRate)) / model.brakeCapacity
  const lost = wheel.brakeHeat * (COOLING + COOLING_BY_SPEED * Math.abs(vx))
  wheel.brakeHeat += (gained - lost) * ACT
}
