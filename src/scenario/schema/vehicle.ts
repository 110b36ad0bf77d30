/** The schema of vehicles/*.yaml and vehicles/tyres/*.yaml. Quantities are fixed: no parameters here. */
import * as z from 'zod'
import { quantity } from '../expression/formula.ts'
import { brakeMass, brakes, differentials, engine, motor } from './powertrain.ts'
import { baseFile, surfaceKind } from './common.ts'
import { rig } from './sensors.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and hyphens')
const share = quantity('ratio', { min: '0', max: '1' })

const tyreOnSurface = z
  .strictObject({
    'mu-peak': quantity('ratio', { min: '0.01', max: '2' }).describe(
      'Peak friction coefficient at the nominal load.',
    ),
    'slip-at-peak': quantity('ratio', { min: '0.01', max: '1' }).describe(
      'Combined slip at which the peak stands.',
    ),
    'slide-over-peak': quantity('ratio', { min: '0.1', max: '1' }).describe('Sliding over peak friction.'),
    'stiffness-per-load': quantity('ratio', { min: '1', max: '60' }).describe(
      'Slip stiffness over load, per unit of slip.',
    ),
  })
  .describe('Four numbers give the shape of the Magic Formula.')

const coefficient = quantity('ratio', { min: '-1000', max: '1000' })

/** By the names of Pacejka's book: p for pure slip, r for combined; x forward, y sideways. */
const magicFormula = z
  .strictObject({
    ...{ pCx1: coefficient, pDx1: coefficient, pEx1: coefficient, pKx1: coefficient },
    ...{ pHx1: coefficient, pVx1: coefficient },
    ...{ rBx1: coefficient, rBx2: coefficient, rCx1: coefficient, rEx1: coefficient, rHx1: coefficient },
    ...{ pCy1: coefficient, pDy1: coefficient, pDy3: coefficient, pEy1: coefficient, pKy1: coefficient },
    ...{ pHy1: coefficient, pHy3: coefficient, pVy1: coefficient, pVy3: coefficient },
    ...{ rBy1: coefficient, rBy2: coefficient, rBy3: coefficient, rCy1: coefficient, rEy1: coefficient },
    ...{ rHy1: coefficient, rVy1: coefficient, rVy3: coefficient, rVy4: coefficient, rVy5: coefficient },
    rVy6: coefficient,
  })
  .describe(
    'Measured coefficients of the Magic Formula (PAC2002) in place of the four numbers; the peak friction of a surface scales them.',
  )

/** What may be said of a set of tyres in its own file and of the set on an actor. */
export const treadDepth = quantity('length', { min: '0 mm', max: '25 mm' })
export const inflation = quantity('pressure', { min: '20 kPa', max: '1200 kPa' })

export const tyreSchema = z
  .strictObject({
    tyre: name.describe('Its name, the same as its file.'),
    extends: baseFile,
    title: z.string().describe('One line for people.'),
    source: z.string().describe('Where the numbers come from.'),
    'load-sensitivity': quantity('ratio', { min: '0', max: '0.5' }).describe(
      'mu falls by this share for each nominal load more than the nominal one.',
    ),
    relaxation: z
      .strictObject({
        longitudinal: quantity('length', { min: '0.01 m', max: '3 m' }),
        lateral: quantity('length', { min: '0.01 m', max: '3 m' }),
      })
      .describe('Relaxation lengths.'),
    tread: treadDepth.prefault('8 mm').describe('Depth of the tread. 1.6 mm is the legal minimum of cars.'),
    'new-tread': quantity('length', { min: '1 mm', max: '25 mm' })
      .prefault('8 mm')
      .describe('Depth of the tread of a new tyre of this kind.'),
    pressure: inflation.prefault('2.3 bar').describe('Inflation that it is made for.'),
    trail: quantity('length', { min: '0 mm', max: '200 mm' })
      .prefault('0 mm')
      .describe('Pneumatic trail of a wheel that rolls straight at its load at rest.'),
    'magic-formula': magicFormula.optional(),
    surfaces: z
      .strictObject(
        Object.fromEntries(surfaceKind.options.map((k) => [k, tyreOnSurface])) as Record<
          (typeof surfaceKind.options)[number],
          typeof tyreOnSurface
        >,
      )
      .describe('One entry for every kind of surface.'),
  })
  .describe('A set of tyres.')

const axle = z.strictObject({
  'wheel-radius': quantity('length', { min: '0.1 m', max: '1 m' }).describe('Under load.'),
  'wheel-width': quantity('length', { min: '0.02 m', max: '1 m' }).describe('Of the tyre.'),
  'wheel-inertia': quantity('inertia', { min: '0.05 kg m^2', max: '60 kg m^2' }).describe(
    'Spin inertia of one wheel with its share of the driveline.',
  ),
  track: quantity('length', { min: '0.5 m', max: '3 m' })
    .optional()
    .describe('Between the wheel centres. Without it, one wheel in the middle (two-wheelers).'),
  count: z.int().min(1).max(4).default(1).describe('Axles in this group: 2 for a tandem, 3 for a tridem.'),
  spacing: quantity('length', { min: '0.8 m', max: '2.5 m' })
    .prefault('1.31 m')
    .describe('Between the axles of a group.'),
  'unsprung-mass': quantity('mass', { min: '1 kg', max: '800 kg' }).describe("One wheel's."),
  spring: quantity('stiffness', { min: '1 N/mm', max: '2000 N/mm' }).describe('At the wheel, one side.'),
  damper: quantity('damping', { min: '100 N s/m', max: '100 kN s/m' }).describe('At the wheel, one side.'),
  'anti-roll': quantity('stiffness', { min: '0 N/m', max: '1000 N/mm' }).describe(
    'At the wheel, for opposite travel.',
  ),
  'camber-by-travel': quantity('travel angle', { min: '-2 rad/m', max: '2 rad/m' })
    .prefault('0 rad/m')
    .describe('Inclination gained by travel, top outward positive in bump; only measured tyres feel it.'),
  'bump-travel': quantity('length', { min: '1 cm', max: '50 cm' })
    .prefault('8 cm')
    .describe('From rest to the bump stop.'),
  'rebound-travel': quantity('length', { min: '1 cm', max: '50 cm' })
    .prefault('8 cm')
    .describe('From rest to the rebound stop.'),
  'tyre-stiffness': quantity('stiffness', { min: '20 N/mm', max: '5000 N/mm' }).describe(
    'Vertical, of one tyre.',
  ),
  steer: quantity('angle', { min: '0 deg', max: '70 deg' })
    .prefault('0 deg')
    .describe('Largest road-wheel angle.'),
  drive: share.prefault('0').describe('Share of the driving torque, of all axles of the group together.'),
  brake: share.describe('Share of the braking torque, of all axles of the group together.'),
  'brake-mass': brakeMass,
})

const coordinate = quantity('length', { min: '-30 m', max: '30 m' })

const jointKind = z
  .enum(['ball', 'fifth-wheel'])
  .describe('A ball turns every way; a fifth wheel yaws and pitches, but hardly rolls.')
const jointPlace = {
  kind: jointKind,
  x: coordinate.describe('Forward of the rear axle (group).'),
  z: quantity('length', { min: '0.1 m', max: '2 m' }).describe('Above the ground.'),
}

const hitch = z.strictObject(jointPlace).describe('Where it can tow a trailer.')

const coupling = z
  .strictObject({
    ...jointPlace,
    friction: quantity('torque', { min: '0 N m', max: '20 kN m' })
      .prefault('0 N m')
      .describe('Dry friction against yaw, of a stabiliser or of the fifth wheel.'),
    'max-angle': quantity('angle', { min: '20 deg', max: '170 deg' })
      .prefault('85 deg')
      .describe('Articulation at which trailer and tractor meet.'),
    brakes: z
      .enum(['air', 'overrun'])
      .describe("What applies the trailer's brakes: the tractor's pedal, or the push of the coupling."),
  })
  .describe('Where a trailer is towed.')

const rider = z
  .strictObject({
    'max-lean': quantity('angle', { min: '5 deg', max: '60 deg' }).describe('Farthest lean that is ridden.'),
    'crown-radius': quantity('length', { min: '5 mm', max: '15 cm' }).describe(
      "Radius of the tyres' cross-section.",
    ),
    'camber-thrust': quantity('ratio', { min: '0', max: '1.5' })
      .prefault('0.8')
      .describe('Side force over load for a small lean, per radian.'),
  })
  .describe('Who balances a two-wheeler.')

export const vehicleSchema = z
  .strictObject({
    vehicle: name.describe('Its name, the same as its file.'),
    extends: baseFile,
    title: z.string().describe('One line for people.'),
    source: z.string().describe('Where the numbers come from.'),
    class: z
      .enum(['car', 'van', 'truck', 'bus', 'trailer', 'motorcycle', 'bicycle'])
      .describe('What labels call it.'),
    body: z
      .enum([
        ...(['hatchback', 'sedan', 'estate', 'coupe', 'suv', 'pickup', 'van', 'box-truck', 'bus'] as const),
        ...(['tractor', 'semitrailer', 'caravan', 'motorcycle', 'bicycle'] as const),
      ])
      .describe('Which body is built for it.'),
    paints: z
      .array(z.string().regex(/^#[0-9a-fA-F]{6}$/, "a colour such as '#b3202a'"))
      .min(1)
      .max(20)
      .describe('sRGB colours to choose from by seed.'),
    size: z
      .strictObject({
        length: quantity('length', { min: '1 m', max: '25 m' }).describe('Over the bumpers.'),
        width: quantity('length', { min: '0.5 m', max: '3 m' }).describe('Without mirrors.'),
        height: quantity('length', { min: '0.5 m', max: '4.5 m' }).describe('Above the ground.'),
        wheelbase: quantity('length', { min: '0.8 m', max: '12 m' })
          .optional()
          .describe('Between the axles (middles of their groups). A trailer without front axle has none.'),
        'rear-overhang': quantity('length', { min: '0 m', max: '6 m' }).describe(
          'From the rear axle back to the bumper.',
        ),
        'ground-clearance': quantity('length', { min: '0.05 m', max: '1 m' }).describe('Under the body.'),
      })
      .describe('Outer dimensions.'),
    mass: quantity('mass', { min: '15 kg', max: '60 t' }).describe('Of the whole vehicle.'),
    'centre-of-gravity': z
      .strictObject({
        x: coordinate.describe('Forward of the rear axle.'),
        z: quantity('length', { min: '0.1 m', max: '3 m' }).describe('Above the ground.'),
      })
      .describe('Of the whole vehicle.'),
    inertia: z
      .strictObject({
        roll: quantity('inertia', { min: '5 kg m^2', max: '1000000 kg m^2' }),
        pitch: quantity('inertia', { min: '5 kg m^2', max: '1000000 kg m^2' }),
        yaw: quantity('inertia', { min: '5 kg m^2', max: '1000000 kg m^2' }),
      })
      .describe('About the centre of gravity.'),
    axles: z
      .strictObject({
        front: axle.optional().describe('Front axle, or group of axles; a trailer has none.'),
        rear: axle.describe('Rear axle, or group of axles around x = 0.'),
      })
      .describe('Axles.'),
    tyres: name.describe('A file of vehicles/tyres/.'),
    'tyre-grip': quantity('ratio', { min: '0.1', max: '1.5' })
      .prefault('1')
      .describe("Factor on the tyres' peak friction (truck compounds have less)."),
    'tyre-pressure': inflation
      .optional()
      .describe('Inflation on this vehicle, whatever set is fitted; without it, as the set has it.'),
    'roll-scrub': share
      .prefault('1')
      .describe(
        "Share of the body's roll that drags the contact patches sideways: 1 for a roll centre at the ground.",
      ),
    'steering-stiffness': quantity('angular stiffness', { min: '500 N m/rad', max: '10000 kN m/rad' })
      .optional()
      .describe('Of the steering system about the kingpins; without it, it does not give.'),
    'caster-trail': quantity('length', { min: '-50 mm', max: '200 mm' })
      .prefault('0 mm')
      .describe("How far the steered wheels' contact points trail behind their kingpins."),
    engine: engine.optional(),
    motor: motor.optional(),
    differentials: differentials.optional(),
    brakes,
    'steering-rate': quantity('angular rate', { min: '1 deg/s', max: '600 deg/s' })
      .optional()
      .describe('Fastest turn of the road wheels.'),
    beacon: z
      .boolean()
      .default(false)
      .describe('Whether it carries blue lights, in a bar on its roof, and a siren.'),
    hitch: hitch.optional(),
    coupling: coupling.optional(),
    rider: rider.optional(),
    aero: z
      .strictObject({
        drag: quantity('area', { min: '0 m^2', max: '20 m^2' }).describe(
          'Drag coefficient times frontal area.',
        ),
        side: quantity('area', { min: '0 m^2', max: '100 m^2' }).describe('Area seen from the side.'),
      })
      .describe('Air.'),
    sensors: rig.prefault({}),
  })
  .describe('A vehicle.')

export type VehicleDocument = z.output<typeof vehicleSchema>
export type TyreDocument = z.output<typeof tyreSchema>
