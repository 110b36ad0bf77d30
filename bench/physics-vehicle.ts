/** The sedan that every contestant of the physics benchmark drives (numbers of vehicles/sedan.yaml). */
import type { AxleSpec, SurfaceKind, TyreOnSurface, VehicleSpec } from '../src/scenario/index.ts'

const KINDS: readonly SurfaceKind[] = [
  ...(['dry-asphalt', 'wet-asphalt', 'standing-water', 'packed-snow', 'loose-snow'] as const),
  ...(['slush', 'ice', 'black-ice', 'gravel', 'grass'] as const),
]
const DRY: TyreOnSurface = { muPeak: 1, slipAtPeak: 0.13, slideOverPeak: 0.78, stiffnessPerLoad: 22 }

const AXLE = {
  ...{ track: 1.57, wheelRadius: 0.32, wheelWidth: 0.215, wheelInertia: 1.2, unsprungMass: 42 },
  ...{ bumpTravel: 0.08, reboundTravel: 0.08, tyreRate: 220_000 },
}
const FRONT: AxleSpec = {
  ...AXLE,
  ...{ x: 2.75, springRate: 28_000, damperRate: 2_600, antiRollRate: 12_000 },
  ...{ steerMax: 0.61, driveShare: 1, brakeShare: 0.68 },
}
const REAR: AxleSpec = {
  ...AXLE,
  ...{ x: 0, springRate: 26_000, damperRate: 2_400, antiRollRate: 6_000 },
  ...{ steerMax: 0, driveShare: 0, brakeShare: 0.32 },
}

export const BENCH_VEHICLE: VehicleSpec = {
  kind: 'vehicle',
  ...{ name: 'sedan', title: 'Mid-size sedan', source: 'vehicles/sedan.yaml', class: 'car', body: 'sedan' },
  ...{ length: 4.72, width: 1.83, height: 1.45, rearOverhang: 1.03, groundClearance: 0.14 },
  ...{ paints: [[0.5, 0.5, 0.5]], mass: 1550, centreOfGravity: [1.55, 0, 0.55], inertia: [560, 2550, 2750] },
  axles: [FRONT, REAR],
  tyre: {
    name: 'all-season',
    surfaces: Object.fromEntries(KINDS.map((kind) => [kind, DRY])) as Record<SurfaceKind, TyreOnSurface>,
    loadSensitivity: 0.1,
    relaxation: { longitudinal: 0.1, lateral: 0.45 },
  },
  ...{ enginePower: 110_000, driveForceMax: 6_200, brakeTorqueMax: 7_200, brakeLag: 0.1, steerRateMax: 0.8 },
  ...{ dragArea: 0.62, sideArea: 4.2 },
}
