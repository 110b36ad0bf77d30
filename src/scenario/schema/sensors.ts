/**
 * The schema of sensors: what is known of a device by kind, the devices of vehicles/sensors/*.yaml, the rigs of
 * vehicles, and a scenario's `sensors`. The same keys stand in all three: a rig changes what the device's file says,
 * a scenario what the rig says.
 */
import * as z from 'zod'
import { LABEL_KINDS, QUALITIES } from '../concrete.ts'
import { quantity } from '../expression/formula.ts'
import { baseFile, label } from './common.ts'

const share = quantity('ratio', { min: '0', max: '1' })
const coefficient = quantity('ratio', { min: '-100', max: '100' })
const angle = (most: string) => quantity('angle', { min: '0.001 deg', max: most })
const deviation = (most: string) => quantity('length', { min: '0 m', max: most })

const latency = quantity('time', { min: '0 s', max: '5 s' })
  .prefault('0 s')
  .describe('From the reading to when it is there to be used.')
const hz = quantity('ratio', { min: '0.1', max: '600' })
const range = (most: string) =>
  z
    .tuple([quantity('length', { min: '0 m', max: most }), quantity('length', { min: '0 m', max: most })])
    .describe('Least and greatest distance.')

const size = z
  .tuple([z.int().min(16).max(7680), z.int().min(16).max(4320)])
  .describe('Width and height in pixels.')
const fov = angle('220 deg').describe('Horizontal field of view, below 170 deg for all lenses but a fisheye.')

const lens = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pinhole') }).describe('Bends nothing.'),
    z
      .strictObject({
        kind: z.literal('brown-conrady'),
        ...{ k1: coefficient, k2: coefficient, k3: coefficient.prefault('0') },
        ...{ p1: coefficient.prefault('0'), p2: coefficient.prefault('0') },
      })
      .describe('Radial and tangential distortion, as OpenCV has it.'),
    z
      .strictObject({
        kind: z.literal('fisheye'),
        ...{ k1: coefficient.prefault('0'), k2: coefficient.prefault('0') },
        ...{ k3: coefficient.prefault('0'), k4: coefficient.prefault('0') },
      })
      .describe("Kannala and Brandt's polynomial of the angle; without coefficients, equidistant."),
  ])
  .describe('How the lens bends the picture.')

const exposure = z
  .union([
    z.enum(['auto']),
    z.strictObject({
      time: quantity('time', { min: '1 us', max: '1 s' }).describe('While light is taken in.'),
      gain: quantity('ratio', { min: '0.1', max: '1000' }).prefault('1').describe('Factor on the signal.'),
    }),
  ])
  .describe('Automatic, or fixed.')

const shutter = z
  .union([
    z.enum(['global']),
    z.strictObject({
      'line-time': quantity('time', { min: '0.1 us', max: '1 ms' }).describe('From one line to the next.'),
    }),
  ])
  .describe('All lines at once, or one after the other.')

const imageSensor = z
  .strictObject({
    saturation: quantity('ratio', { min: '100', max: '1000000' }).describe(
      'Electrons that fill the well of a pixel.',
    ),
    'read-noise': quantity('ratio', { min: '0', max: '1000' }).describe('Standard deviation, in electrons.'),
    prnu: share.describe("Standard deviation of the pixels' own gains."),
    bits: z.int().min(6).max(24).describe('Of the converter.'),
    'quantum-efficiency': share.describe('Electrons a photon.'),
    vignetting: share.describe("Light lost in the corners, as a share of the centre's."),
  })
  .describe('The image sensor, after EMVA Standard 1288.')

const scatter = z
  .strictObject({
    bloom: share.prefault('0').describe('Share of the light that makes a halo round it.'),
    veil: share
      .prefault('0')
      .describe("Share of the sun's and head lamps' light that lies over the picture."),
  })
  .describe('What the lens does to strong light.')

const soiling = z
  .strictObject({
    drops: share.prefault('0').describe('Share of the lens under drops of water.'),
    dirt: share.prefault('0').describe('Share of the lens under dirt.'),
    snow: share.prefault('0').describe('Share of the lens under snow.'),
  })
  .describe('What lies on the lens from the start.')

const inertial = <W extends z.ZodType, D extends z.ZodType, V extends z.ZodType>(
  white: W,
  walk: D,
  value: V,
) =>
  z.strictObject({
    noise: white.describe('Density of the white noise.'),
    walk: walk.describe('How fast the bias wanders.'),
    bias: value.describe('Standard deviation of the bias that it wakes up with.'),
    range: value.describe('Nothing beyond it, either way, is told.'),
  })

/** What is known of a device, by kind. */
const figures = {
  camera: {
    fps: z.int().min(1).max(100).describe('Pictures a second, a divisor of 600.'),
    size,
    fov,
    lens: lens.optional(),
    exposure: exposure.optional(),
    shutter: shutter.optional(),
    'image-sensor': imageSensor.optional(),
    scatter: scatter.optional(),
    soiling: soiling.optional(),
    quality: z
      .enum(QUALITIES)
      .optional()
      .describe('How much is drawn: quickly, as usual (standard), or all there is.'),
    latency,
  },
  'event-camera': {
    hz: hz.describe('Bundles of events a second.'),
    size,
    fov,
    lens: lens.optional(),
    threshold: z
      .strictObject({
        on: quantity('ratio', { min: '0.01', max: '2' }).describe('Of more light.'),
        off: quantity('ratio', { min: '0.01', max: '2' }).describe('Of less light.'),
        deviation: share.describe("Standard deviation of the pixels' own thresholds."),
      })
      .describe('Change of the logarithm of the light that makes an event.'),
    refractory: quantity('time', { min: '0 s', max: '0.1 s' }).describe('A pixel is silent after an event.'),
    latency,
  },
  lidar: {
    hz: hz.describe('Turns a second.'),
    columns: z.int().min(16).max(16384).describe('Firings a turn.'),
    elevations: z
      .array(quantity('angle', { min: '-90 deg', max: '90 deg' }))
      .min(1)
      .max(256)
      .describe('Of each beam, from the lowest to the highest.'),
    azimuths: z
      .array(quantity('angle', { min: '-30 deg', max: '30 deg' }))
      .min(1)
      .max(256)
      .optional()
      .describe("Of each beam from the head's, to the left; without it, none."),
    range: range('1 km'),
    'range-noise': deviation('1 m').describe('Standard deviation.'),
    returns: z
      .union([z.literal(1), z.literal(2)])
      .describe('Echoes a beam at most: the strongest, and a further one.'),
    divergence: quantity('angle', { min: '0 mrad', max: '100 mrad' }).describe(
      'Full angle by which a beam widens.',
    ),
    faintest: quantity('ratio', { min: '0.001', max: '1' }).describe(
      'Reflectance that is still found at the greatest distance in clear air.',
    ),
    latency,
  },
  radar: {
    hz: hz.describe('Scans a second.'),
    frequency: quantity('frequency', { min: '1 GHz', max: '300 GHz' }).describe('Of the carrier.'),
    range: range('1 km'),
    fov: angle('180 deg').describe('Full angle sideways.'),
    'vertical-fov': angle('90 deg').describe('Full angle upwards.'),
    resolution: z
      .strictObject({
        range: quantity('length', { min: '1 cm', max: '20 m' }),
        azimuth: angle('30 deg'),
        speed: quantity('speed', { min: '0.01 m/s', max: '20 m/s' }),
      })
      .describe('Size of a cell; what shares one is one detection.'),
    accuracy: z
      .strictObject({
        range: deviation('10 m'),
        azimuth: quantity('angle', { min: '0 deg', max: '10 deg' }),
        speed: quantity('speed', { min: '0 m/s', max: '10 m/s' }),
      })
      .describe('Standard deviations of a detection.'),
    'ambiguous-speed': quantity('speed', { min: '5 m/s', max: '500 m/s' }).describe(
      'Radial speeds beyond it, either way, fold over.',
    ),
    faintest: quantity('ratio', { min: '-60', max: '60' }).describe(
      'Radar cross-section in dBsm that is found half of the time at the greatest distance.',
    ),
    clutter: quantity('ratio', { min: '0', max: '1000' }).describe('False alarms a scan.'),
    latency,
  },
  imu: {
    hz: hz.describe('Readings a second.'),
    gyro: inertial(
      quantity('turn noise', { min: '0 rad/s/√Hz', max: '1 rad/s/√Hz' }),
      quantity('turn walk', { min: '0 rad/s/√s', max: '1 rad/s/√s' }),
      quantity('angular rate', { min: '0 deg/s', max: '5000 deg/s' }),
    ).describe('Rates of turn.'),
    accelerometer: inertial(
      quantity('force noise', { min: '0 m/s^2/√Hz', max: '10 m/s^2/√Hz' }),
      quantity('force walk', { min: '0 m/s^2/√s', max: '10 m/s^2/√s' }),
      quantity('acceleration', { min: '0 m/s^2', max: '1000 g' }),
    ).describe('Specific forces.'),
    latency,
  },
  gnss: {
    hz: hz.describe('Fixes a second.'),
    noise: z
      .strictObject({ horizontal: deviation('100 m'), vertical: deviation('100 m') })
      .describe('Standard deviations from fix to fix.'),
    wander: z
      .strictObject({
        deviation: deviation('100 m'),
        correlation: quantity('time', { min: '1 s', max: '10000 s' }).describe('Time by which it changes.'),
      })
      .describe('The slowly wandering error of orbits, clocks and air.'),
    'speed-noise': quantity('speed', { min: '0 m/s', max: '10 m/s' }).describe('Standard deviation.'),
    latency,
  },
  'wheel-speed': {
    hz: hz.describe('Readings a second.'),
    teeth: z.int().min(1).max(1000).describe('Pulses a turn of the wheel.'),
    jitter: share.describe("Standard deviation of where a pulse comes, as a share of a tooth's pitch."),
    latency,
  },
  ultrasonic: {
    hz: hz.describe('Shots a second.'),
    range: range('20 m'),
    cone: angle('170 deg').describe('Full angle of its cone.'),
    'range-noise': deviation('1 m').describe('Standard deviation.'),
    latency,
  },
} as const

const coordinate = quantity('length', { min: '-30 m', max: '30 m' })

/** Where a sensor sits on what carries it. */
const mount = z
  .strictObject({
    x: coordinate.describe('Forward of the rear axle.'),
    y: coordinate.prefault('0 m').describe('To the left.'),
    z: coordinate.describe('Above the ground.'),
    yaw: quantity('angle').prefault('0 deg').describe('To the left.'),
    pitch: quantity('angle').prefault('0 deg').describe('Nose down.'),
    roll: quantity('angle').prefault('0 deg').describe('Right side down.'),
  })
  .describe('In the body frame: x forward, y left, z up, origin on the ground under the rear axle.')

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and hyphens')
const model = name.describe('A file of vehicles/sensors/.')
const labels = z
  .array(z.enum(LABEL_KINDS))
  .default(['box2d', 'box3d', 'instance', 'semantic', 'depth'])
  .describe('What is written for each picture.')

const device = {
  camera: z.strictObject(figures.camera),
  'event-camera': z.strictObject(figures['event-camera']),
  lidar: z.strictObject(figures.lidar),
  radar: z.strictObject(figures.radar),
  imu: z.strictObject(figures.imu),
  gnss: z.strictObject(figures.gnss),
  'wheel-speed': z.strictObject(figures['wheel-speed']),
  ultrasonic: z.strictObject(figures.ultrasonic),
} as const

/** The same figures, each of which may be left out. */
const changes = {
  camera: device.camera.partial().shape,
  'event-camera': device['event-camera'].partial().shape,
  lidar: device.lidar.partial().shape,
  radar: device.radar.partial().shape,
  imu: device.imu.partial().shape,
  gnss: device.gnss.partial().shape,
  'wheel-speed': device['wheel-speed'].partial().shape,
  ultrasonic: device.ultrasonic.partial().shape,
} as const

/** Devices: vehicles/sensors/*.yaml. */
export const sensorSchema = z
  .strictObject({
    sensor: name.describe('Its name, the same as its file.'),
    extends: baseFile,
    title: z.string().describe('One line for people.'),
    source: z.string().describe('Where the numbers come from.'),
    camera: device.camera.optional().describe('A camera.'),
    'event-camera': device['event-camera'].optional().describe('An event camera.'),
    lidar: device.lidar.optional().describe('A spinning lidar.'),
    radar: device.radar.optional().describe('A radar.'),
    imu: device.imu.optional().describe('An inertial measurement unit.'),
    gnss: device.gnss.optional().describe('A receiver of satellite navigation.'),
    'wheel-speed': device['wheel-speed'].optional().describe('Speed sensors of all wheels.'),
    ultrasonic: device.ultrasonic.optional().describe('An ultrasonic sensor.'),
  })
  .describe('A device, of one kind.')

const mounted = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.record(label, z.strictObject({ model, at: mount, ...shape })).default({})

/** What a vehicle carries: the rig, by kind and name. */
export const rig = z
  .strictObject({
    camera: mounted(changes.camera).describe('Cameras by name.'),
    'event-camera': mounted(changes['event-camera']).describe('Event cameras by name.'),
    lidar: mounted(changes.lidar).describe('Lidars by name.'),
    radar: mounted(changes.radar).describe('Radars by name.'),
    imu: mounted(changes.imu).describe('Inertial measurement units by name.'),
    gnss: mounted(changes.gnss).describe('Antennas of satellite navigation by name.'),
    'wheel-speed': z
      .record(label, z.strictObject({ model, ...changes['wheel-speed'] }))
      .default({})
      .describe('Wheel speed sensors by name; one stands for all wheels.'),
    ultrasonic: mounted(changes.ultrasonic).describe('Ultrasonic sensors by name.'),
  })
  .describe('Sensors that it carries. A scenario switches on those that it wants.')

const inRig = (what: string) =>
  label.describe(`${what} of the vehicle's rig, or with 'model' and 'at' one of the scenario's own.`)
const own = {
  model: name
    .optional()
    .describe('A file of vehicles/sensors/: another device than in the rig, or a sensor of its own.'),
  at: mount.optional().describe('Another place than in the rig, or that of a sensor of its own.'),
}

/** One entry of a scenario's `sensors`. */
export const sensor = z.union([
  z.strictObject({ camera: inRig('A camera'), ...own, ...changes.camera, labels }).describe('A camera.'),
  z
    .strictObject({ 'event-camera': inRig('An event camera'), ...own, ...changes['event-camera'] })
    .describe('An event camera.'),
  z.strictObject({ lidar: inRig('A lidar'), ...own, ...changes.lidar }).describe('A spinning lidar.'),
  z.strictObject({ radar: inRig('A radar'), ...own, ...changes.radar }).describe('A radar.'),
  z
    .strictObject({ imu: inRig('An inertial measurement unit'), ...own, ...changes.imu })
    .describe('An inertial measurement unit.'),
  z
    .strictObject({ gnss: inRig('An antenna'), ...own, ...changes.gnss })
    .describe('A receiver of satellite navigation.'),
  z
    .strictObject({
      'wheel-speed': inRig('Wheel speed sensors'),
      model: own.model,
      ...changes['wheel-speed'],
    })
    .describe('Speed sensors of all wheels.'),
  z
    .strictObject({ ultrasonic: inRig('An ultrasonic sensor'), ...own, ...changes.ultrasonic })
    .describe('An ultrasonic sensor.'),
])

export type RigDocument = z.output<typeof rig>
export type SensorDocument = z.output<typeof sensor>
type Devices = { readonly [K in keyof typeof device]: z.output<(typeof device)[K]> }
/** What is known of a device of a kind. */
export type Figures<K extends keyof Devices> = Devices[K]
export type SensorFileDocument = z.output<typeof sensorSchema>
