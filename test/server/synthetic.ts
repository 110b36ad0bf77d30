/** A run that needs neither physics nor a scenario file: cars gliding along a straight road. */
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import {
  TICKS_PER_CONTROL,
  TICKS_PER_SECOND,
  type ActorState,
  type WheelState,
  type WorldState,
} from '../../src/world/index.ts'

export const SYNTHETIC: ConcreteScenario = {
  name: 'synthetic',
  title: 'Two cars gliding',
  description: 'For tests of the server.',
  tags: { hazard: ['none'] },
  seed: 5,
  parameters: { v_ego: 20 },
  stop: { after: 3, when: null },
  road: {
    pieces: [{ length: 500, curvature: 0 }],
    lanes: [-1, 1],
    laneWidth: 3.5,
    shoulderWidth: 1,
    oneWay: false,
    speedLimit: 25,
    surface: 'packed-snow',
    verge: 'loose-snow',
    place: 'rural',
    origin: { x: 0, y: 0, heading: 0 },
  },
  surface: [],
  weather: {
    snowfall: 0,
    rainfall: 0,
    visibility: 200,
    wind: { speed: 0, from: 0 },
    temperature: 270,
    cloudCover: 0,
    sun: { elevation: 0.5, azimuth: 1 },
  },
  actors: [],
  sensors: [
    {
      kind: 'camera',
      id: 'ego.front',
      actor: 'ego',
      name: 'front',
      mount: { position: [2, 0, 1.3], yaw: 0, pitch: 0, roll: 0 },
      width: 64,
      height: 36,
      horizontalFov: 1,
      rate: 10,
      latency: 0,
      labels: ['box2d'],
    },
  ],
  story: [],
  expect: [],
}

const wheel = (spin: number): WheelState => ({
  travel: 0,
  steer: 0.1,
  spin,
  spinRate: 60,
  slipRatio: -0.02,
  slipAngle: 0.01,
  load: 3600,
  forceX: -100,
  forceY: 20,
  forceAvailable: 1000,
  surface: 'packed-snow',
  mu: 0.28,
})

const car = (id: string, instance: number, x: number, time: number, speed: number): ActorState => ({
  id,
  instance,
  present: true,
  position: [x + speed * time, -1.75, 0],
  orientation: [0, 0, Math.sin(0.05 * time), Math.cos(0.05 * time)],
  velocity: [speed, 0, 0],
  angularVelocity: [0, 0, 0.1],
  acceleration: [0, 0, 0],
  s: x + speed * time,
  t: -1.75,
  throttle: 0.1,
  brake: 0,
  steer: 0.1,
  absActive: instance === 1,
  escActive: false,
  aebActive: false,
  lights: {
    brake: false,
    indicatorLeft: true,
    indicatorRight: false,
    headlights: true,
    highBeam: false,
    beacon: false,
    siren: false,
  },
  wheels: [wheel(time), wheel(time + 1), wheel(time + 2), wheel(time + 3)],
})

/** The state of one control step. A skid starts at step 50 and ends at 120. */
export const stateAt = (step: number): WorldState => {
  const tick = step * TICKS_PER_CONTROL
  const time = tick / TICKS_PER_SECOND
  return {
    tick,
    time,
    actors: [car('ego', 1, 0, time, 20), car('lead', 2, 40, time, 15)],
    events:
      step === 50
        ? [{ kind: 'skid-start', time, actors: ['ego'] }]
        : step === 120
          ? [{ kind: 'skid-end', time, actors: ['ego'] }]
          : [],
  }
}
