/**
 * A tyre without air: it drags, its cornering stiffness and its grip fall, and the wheel comes down on its rim.
 * The ramp and the three factors are those of blowout models after Blythe et al. (SAE 980961): rolling
 * resistance 0.1 to 0.3, cornering stiffness 0.25 to 0.5, vertical stiffness 0.05 to 0.1 of the sound tyre's.
 */
import { ACT } from '../constants.ts'
import type { Vehicle, Wheel } from '../vehicle.ts'

/** Of a flat tyre: resistance over load; stiffness sideways and vertically, as shares of a sound one's. */
const RESISTANCE = 0.2
const CORNERING = 0.35
const VERTICAL = 0.07
/** Share of the peak friction that a loose carcass on a rim keeps. Judgement. */
const GRIP = 0.75
/** Height of the rim with the flat carcass under it, as a share of the rolling radius. Judgement: 55 to 65 series. */
const RIM = 0.66

/** Lets the air out of the tyres that have burst. */
export const deflate = ({ failures, wheels }: Vehicle): void => {
  if (failures === null) return
  failures.deflation.forEach((rate, w) => {
    if (rate > 0) wheels[w].flat = Math.min(1, wheels[w].flat + rate * ACT)
  })
}

/** Load of a tyre with little or no air, N: a soft spring, then the rim. */
export const flatLoad = ({ flat, deflection, model }: Wheel): number => {
  const onRim = deflection - (model.freeRadius - RIM * model.radius)
  return model.tyreRate * (deflection * (1 - flat * (1 - VERTICAL)) + (onRim > 0 ? flat * onRim : 0))
}

/** Factors on slip stiffness and on peak friction. */
export const flatStiffness = (flat: number): number => 1 - flat * (1 - CORNERING)
export const flatGrip = (flat: number): number => 1 - flat * (1 - GRIP)

/** The drag of flat tyres, as a torque that stops the wheel and never turns it. */
export const dragFlatTyres = ({ wheels }: Vehicle): void => {
  for (const wheel of wheels)
    if (wheel.flat > 0) wheel.brakeTorque += wheel.flat * RESISTANCE * wheel.load * wheel.model.radius
}
