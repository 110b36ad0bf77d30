/**
 * The two cars of the CommonRoad reference trajectories with their measured tyre: parameters of
 * commonroad-vehicle-models 3 (BSD-3-Clause), vehicles 1 and 2, ADAMS tyre.
 */
import type { AxleSpec, MagicFormulaTyre, VehicleSpec } from '../../src/scenario/index.ts'
import { COMPACT } from './cars.ts'

export const REFERENCE_TYRE: MagicFormulaTyre = {
  ...{ pCx1: 1.6411, pDx1: 1.1739, pEx1: 0.46403, pKx1: 22.303, pHx1: 0.0012297, pVx1: -8.8098e-6 },
  ...{ rBx1: 13.276, rBx2: -13.778, rCx1: 1.2568, rEx1: 0.65225, rHx1: 0.0050722 },
  ...{ pCy1: 1.3507, pDy1: 1.0489, pDy3: -2.8821, pEy1: -0.0074722, pKy1: -21.92 },
  ...{ pHy1: 0.0026747, pHy3: 0.031415, pVy1: 0.037318, pVy3: -0.32931 },
  ...{ rBy1: 7.1433, rBy2: 9.1916, rBy3: -0.027856, rCy1: 1.0719, rEy1: -0.27572, rHy1: 5.7448e-6 },
  ...{ rVy1: -0.027825, rVy3: -0.27568, rVy4: 12.12, rVy5: 1.9, rVy6: -10.704 },
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

interface Full {
  readonly tracks: readonly [number, number]
  readonly h: number
  readonly inertia: VehicleSpec['inertia']
  readonly springs: readonly [number, number]
  readonly dampers: readonly [number, number]
  /** Auxiliary roll stiffness, N m/rad. */
  readonly roll: readonly [number, number]
  readonly camber: readonly [number, number]
  readonly tyreRate: number
  readonly unsprung: number
}

/** The full vehicle with the reference's parameters: no air, no lag, its own tyre. */
const full = (car: ReferenceCar, more: Full): VehicleSpec => {
  const axle = (i: 0 | 1): AxleSpec => ({
    ...COMPACT.axles[i],
    x: i === 0 ? car.a + car.b : 0,
    track: more.tracks[i],
    wheelRadius: car.radius,
    wheelInertia: car.wheelInertia,
    unsprungMass: more.unsprung,
    springRate: more.springs[i],
    damperRate: more.dampers[i],
    antiRollRate: (2 * more.roll[i]) / more.tracks[i] ** 2,
    camberByTravel: more.camber[i],
    tyreRate: more.tyreRate,
    driveShare: i === 0 ? car.driveFront : 1 - car.driveFront,
    brakeShare: i === 0 ? car.brakeFront : 1 - car.brakeFront,
  })
  return {
    ...COMPACT,
    mass: car.mass,
    centreOfGravity: [car.b, 0, more.h],
    inertia: more.inertia,
    axles: [axle(0), axle(1)],
    tyre: {
      ...COMPACT.tyre,
      relaxation: { longitudinal: 0.05, lateral: 0.05 },
      magicFormula: REFERENCE_TYRE,
    },
    brakeTorqueMax: car.mass * car.radius * car.accelerationMax,
    ...{ brakeLag: 0, steerRateMax: 10, dragArea: 0, sideArea: 0, rollScrub: 0 },
  }
}

export const FULL_ESCORT = full(ESCORT, {
  ...{ tracks: [1.389888, 1.423416], h: 0.557784, inertia: [334, 1342, 1538.853] },
  ...{ springs: [21_891, 21_891], dampers: [1_459.4, 1_459.4], roll: [12_880, 0], camber: [-0.623, -0.21] },
  ...{ tyreRate: 189_722, unsprung: 32.84 },
})
export const FULL_BMW = full(BMW, {
  ...{ tracks: [1.38684, 1.36398], h: 0.574869, inertia: [287, 1566, 1791.6] },
  ...{
    springs: [24_445, 19_629],
    dampers: [1_786.2, 1_649.1],
    roll: [6_915, 2_644],
    camber: [-0.394, -0.906],
  },
  ...{ tyreRate: 158_240, unsprung: 31.9 },
})
