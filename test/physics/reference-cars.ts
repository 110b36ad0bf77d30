/**
 * The two cars of the CommonRoad reference trajectories with their measured tyre: parameters of
 * commonroad-vehicle-models 3 (BSD-3-Clause), vehicles 1 and 2, ADAMS tyre.
 */
import type { MagicFormulaTyre, VehicleSpec } from '../../src/scenario/index.ts'
import { COMPACT } from './cars.ts'

export const REFERENCE_TYRE: MagicFormulaTyre = {
  ...{ pCx1: 1.6411, pDx1: 1.1739, pEx1: 0.46403, pKx1: 22.303, pHx1: 0.0012297, pVx1: -8.8098e-6 },
  ...{ rBx1: 13.276, rBx2: -13.778, rCx1: 1.2568, rEx1: 0.65225, rHx1: 0.0050722 },
  ...{ pCy1: 1.3507, pDy1: 1.0489, pEy1: -0.0074722, pKy1: -21.92 },
  ...{ rBy1: 7.1433, rBy2: 9.1916, rBy3: -0.027856, rCy1: 1.0719, rEy1: -0.27572, rHy1: 5.7448e-6 },
  ...{ rVy1: -0.027825, rVy4: 12.12, rVy5: 1.9, rVy6: -10.704 },
}

/** What the single-track reference needs of a car. SI. */
export interface ReferenceCar {
  readonly mass: number
  /** Front and rear axle from the centre of gravity. */
  readonly a: number
  readonly b: number
  readonly yawInertia: number
  /** Height of the sprung mass's centre of gravity. */
  readonly height: number
  readonly radius: number
  readonly wheelInertia: number
  /** Front share of braking and of driving torque. */
  readonly brakeFront: number
  readonly driveFront: number
  readonly accelerationMax: number
  readonly switchSpeed: number
}

export const ESCORT: ReferenceCar = {
  ...{ mass: 1225.887, a: 0.88392, b: 1.50876, yawInertia: 1538.853, height: 0.59436, radius: 0.344 },
  ...{ wheelInertia: 1.7, brakeFront: 0.76, driveFront: 1, accelerationMax: 11.5, switchSpeed: 4.755 },
}
export const BMW: ReferenceCar = {
  ...{ mass: 1093.295, a: 1.156196, b: 1.422717, yawInertia: 1791.6, height: 0.61373, radius: 0.344 },
  ...{ wheelInertia: 1.7, brakeFront: 0.66, driveFront: 0, accelerationMax: 11.5, switchSpeed: 7.319 },
}

/** The full vehicle with the reference's parameters: no air, no assistance, its own tyre. */
const full = (
  car: ReferenceCar,
  more: { track: number; h: number; inertia: VehicleSpec['inertia'] } & Full,
): VehicleSpec => {
  const [front, rear] = COMPACT.axles
  const shared = {
    track: more.track,
    wheelRadius: car.radius,
    wheelInertia: car.wheelInertia,
    tyreRate: more.tyreRate,
  }
  return {
    ...COMPACT,
    mass: car.mass,
    centreOfGravity: [car.b, 0, more.h],
    inertia: more.inertia,
    axles: [
      {
        ...front,
        ...shared,
        ...{
          x: car.a + car.b,
          springRate: more.springs[0],
          damperRate: more.dampers[0],
          antiRollRate: more.bars[0],
        },
        ...{ unsprungMass: more.unsprung, driveShare: car.driveFront, brakeShare: car.brakeFront },
      },
      {
        ...rear,
        ...shared,
        ...{ springRate: more.springs[1], damperRate: more.dampers[1], antiRollRate: more.bars[1] },
        ...{ unsprungMass: more.unsprung, driveShare: 1 - car.driveFront, brakeShare: 1 - car.brakeFront },
      },
    ],
    tyre: {
      ...COMPACT.tyre,
      relaxation: { longitudinal: 0.05, lateral: 0.05 },
      magicFormula: REFERENCE_TYRE,
    },
    brakeTorqueMax: car.mass * car.radius * car.accelerationMax,
    ...{ brakeLag: 0, steerRateMax: 10, dragArea: 0, sideArea: 0 },
  }
}

interface Full {
  readonly springs: readonly [number, number]
  readonly dampers: readonly [number, number]
  readonly bars: readonly [number, number]
  readonly tyreRate: number
  readonly unsprung: number
}

export const FULL_ESCORT = full(ESCORT, {
  ...{
    track: 1.389,
    h: 0.557,
    inertia: [334, 1342, 1538.853],
    springs: [21_900, 21_900],
    dampers: [1_460, 1_460],
  },
  ...{ bars: [12_880, 0], tyreRate: 189_800, unsprung: 33 },
})
export const FULL_BMW = full(BMW, {
  ...{
    track: 1.375,
    h: 0.575,
    inertia: [287, 1566, 1791.6],
    springs: [24_450, 19_640],
    dampers: [1_786, 1_649],
  },
  ...{ bars: [6_915, 2_644], tyreRate: 158_300, unsprung: 32 },
})
