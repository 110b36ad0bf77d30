/**
 * Magic Formula with combined-slip weights (PAC2002, turn slip left out), for tyres whose
 * measured coefficients are known. The other tyres have four numbers a surface (tyre.ts).
 * Pacejka, Tire and Vehicle Dynamics, ch. 4.3; coefficients as in the CommonRoad vehicle models.
 */
import type { MagicFormulaTyre } from '../../scenario/index.ts'

/** Force over load in the wheel's frame. */
export interface ForceOverLoad {
  x: number
  y: number
}

/** Inclination below which a wheel counts as upright, rad. */
const UPRIGHT = 0.002

const curve = (b: number, e: number, s: number): number => {
  const x = b * s
  return Math.atan(x - e * (x - Math.atan(x)))
}

/** Weight that slip of the other direction leaves, 1 at none of it. */
const weight = (b: number, c: number, e: number, shift: number, s: number): number =>
  Math.cos(c * curve(b, e, s + shift)) / Math.cos(c * curve(b, e, shift))

/**
 * @param kappa slip ratio, driving positive.
 * @param alpha slip angle, rad, positive when the wheel moves to its left.
 * @param inclination of the wheel, rad, top to the left positive.
 * @param load N; the vertical shift of the longitudinal force stands inside the sine, as in the reference.
 * @param scale factor on both peak frictions.
 * @param out gets the force over load, forward and leftward.
 */
export const magicFormula = (
  t: MagicFormulaTyre,
  kappa: number,
  alpha: number,
  inclination: number,
  load: number,
  scale: number,
  out: ForceOverLoad,
): void => {
  const muX = t.pDx1 * scale
  // The shifts change sign with the inclination; in between they pass through zero smoothly.
  const lean = Math.abs(inclination)
  const side = inclination / Math.sqrt(inclination * inclination + UPRIGHT * UPRIGHT)
  const muY = t.pDy1 * scale * (1 - t.pDy3 * lean * lean)
  const pureX =
    muX * Math.sin(t.pCx1 * curve(t.pKx1 / (t.pCx1 * muX), t.pEx1, kappa + t.pHx1) + load * t.pVx1)
  const pureY =
    muY * Math.sin(t.pCy1 * curve(t.pKy1 / (t.pCy1 * muY), t.pEy1, alpha + side * (t.pHy1 + t.pHy3 * lean)))
  const slopeX = t.rBx1 * Math.cos(Math.atan(t.rBx2 * kappa))
  const slopeY = t.rBy1 * Math.cos(Math.atan(t.rBy2 * (alpha - t.rBy3)))
  // The reference feeds its weights with the opposite sign of kappa (braking positive).
  const induced =
    muY *
    (t.rVy1 + t.rVy3 * inclination) *
    Math.cos(Math.atan(t.rVy4 * alpha)) *
    Math.sin(t.rVy5 * Math.atan(-t.rVy6 * kappa))
  out.x = pureX * weight(slopeX, t.rCx1, t.rEx1, t.rHx1, alpha)
  const thrust = side * (t.pVy1 + t.pVy3 * lean)
  out.y = (pureY + thrust) * weight(slopeY, t.rCy1, t.rEy1, t.rHy1, -kappa) + induced
}
