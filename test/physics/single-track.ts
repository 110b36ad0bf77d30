/**
 * The single-track drift model of the CommonRoad vehicle models, with our tyre in it: the same equations
 * and parameters must give the same trajectory (Althoff, Wuersching, CommonRoad: Vehicle Models, 2020).
 */
import { magicFormula, type ForceOverLoad } from '../../src/physics/tyres/magic-formula.ts'
import { REFERENCE_TYRE, type ReferenceCar } from './reference-cars.ts'

const GRAVITY = 9.81

/** x, y, steer, speed, yaw, yaw rate, side slip, spin rate front, rear. */
export type State = readonly number[]

const front: ForceOverLoad = { x: 0, y: 0 }
const rear: ForceOverLoad = { x: 0, y: 0 }

/** Rates of change at a steering rate and a demanded acceleration, friction scaled by `scale`. */
const rates = (
  car: ReferenceCar,
  state: State,
  steerRate: number,
  wanted: number,
  scale: number,
): number[] => {
  const [, , steer, v, yaw, r, beta, spinFront, spinRear] = state
  const { mass, a, b, radius } = car
  const most = car.accelerationMax * Math.min(1, car.switchSpeed / v)
  const acceleration = Math.max(-car.accelerationMax, Math.min(most, wanted))
  const alongX = v * Math.cos(beta)
  const alongY = v * Math.sin(beta)
  const alphaFront = Math.atan((alongY + r * a) / alongX) - steer
  const alphaRear = Math.atan((alongY - r * b) / alongX)
  const loadFront = (mass * (GRAVITY * b - acceleration * car.height)) / (a + b)
  const loadRear = (mass * (GRAVITY * a + acceleration * car.height)) / (a + b)
  const overFront = Math.max(0.1, alongX * Math.cos(steer) + (alongY + a * r) * Math.sin(steer))
  const overRear = Math.max(0.1, alongX)
  magicFormula(REFERENCE_TYRE, (radius * spinFront) / overFront - 1, alphaFront, 0, loadFront, scale, front)
  magicFormula(REFERENCE_TYRE, (radius * spinRear) / overRear - 1, alphaRear, 0, loadRear, scale, rear)
  const [fx, fy] = [front.x * loadFront, front.y * loadFront]
  const [gx, gy] = [rear.x * loadRear, rear.y * loadRear]
  const torque = mass * radius * acceleration
  const share = torque > 0 ? car.driveFront : car.brakeFront
  const turn = steer - beta
  return [
    v * Math.cos(beta + yaw),
    v * Math.sin(beta + yaw),
    steerRate,
    (-fy * Math.sin(turn) + gy * Math.sin(beta) + gx * Math.cos(beta) + fx * Math.cos(turn)) / mass,
    r,
    (fy * Math.cos(steer) * a - gy * b + fx * Math.sin(steer) * a) / car.yawInertia,
    -r + (fy * Math.cos(turn) + gy * Math.cos(beta) - gx * Math.sin(beta) + fx * Math.sin(turn)) / (mass * v),
    (share * torque - radius * fx) / car.wheelInertia,
    ((1 - share) * torque - radius * gx) / car.wheelInertia,
  ]
}

/** No wheel turns backwards in the reference. */
const plus = (state: State, k: number, rate: readonly number[]): State =>
  state.map((s, i) => (i < 7 ? s + k * rate[i] : Math.max(0, s + k * rate[i])))

/** One Runge-Kutta step of h seconds. */
export const singleTrackStep = (
  car: ReferenceCar,
  state: State,
  h: number,
  steerRate: number,
  acceleration: number,
  scale: number,
): State => {
  const at = (s: State): number[] => rates(car, s, steerRate, acceleration, scale)
  const k1 = at(state)
  const k2 = at(plus(state, h / 2, k1))
  const k3 = at(plus(state, h / 2, k2))
  const k4 = at(plus(state, h, k3))
  return plus(
    state,
    h / 6,
    k1.map((k, i) => k + 2 * k2[i] + 2 * k3[i] + k4[i]),
  )
}
