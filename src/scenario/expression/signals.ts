/** What a condition can read: signals of actors and of the run, functions of actors and of numbers. */
import { LIGHT_STATES } from '../roads/road-network.ts'
import type { QuantityName } from './units.ts'

interface Signal {
  /** 'condition': it is true or false; 'text': a name. */
  readonly quantity: QuantityName | 'condition' | 'text'
  /** For the reference page. */
  readonly meaning: string
}

/** What a condition can read of an actor, as in `ego.speed`. */
export const SIGNALS = {
  speed: { quantity: 'speed', meaning: 'over the ground' },
  s: { quantity: 'length', meaning: 'along the reference line, of the origin under the rear axle' },
  t: { quantity: 'length', meaning: 'to the left of the reference line' },
  x: { quantity: 'length', meaning: 'world, east' },
  y: { quantity: 'length', meaning: 'world, north' },
  lane: { quantity: 'ratio', meaning: 'id of the lane under the origin; 0 off the lanes' },
  road: { quantity: 'text', meaning: "id of the road it is on, as in `ego.road == 'north'`" },
  acceleration: { quantity: 'acceleration', meaning: 'along the body; negative when braking' },
  yaw_rate: { quantity: 'angular rate', meaning: 'anticlockwise positive' },
  slip_angle: { quantity: 'angle', meaning: 'side slip of the body, at its origin under the rear axle' },
  heading: { quantity: 'angle', meaning: 'anticlockwise from east' },
  slip: {
    quantity: 'ratio',
    meaning: 'longitudinal slip of the wheel that slips most, without its sign; 1 is a locked wheel',
  },
  mu: { quantity: 'ratio', meaning: 'least peak friction coefficient under its wheels' },
  steer: { quantity: 'angle', meaning: 'road-wheel angle, left positive' },
  throttle: { quantity: 'ratio', meaning: 'of the pedal' },
  brake: { quantity: 'ratio', meaning: 'of the pedal' },
  present: { quantity: 'condition', meaning: 'it is in the world' },
  brake_light: { quantity: 'condition', meaning: 'lit' },
  indicator_left: { quantity: 'condition', meaning: 'lit at this instant; it flashes' },
  indicator_right: { quantity: 'condition', meaning: 'lit at this instant; it flashes' },
  headlights: { quantity: 'condition', meaning: 'lit' },
  high_beam: { quantity: 'condition', meaning: 'the headlights are on high beam' },
  beacon: { quantity: 'condition', meaning: 'the blue lights are switched on' },
  siren: { quantity: 'condition', meaning: 'sounds' },
  abs: { quantity: 'condition', meaning: 'the anti-lock brakes are at work' },
  esc: { quantity: 'condition', meaning: 'the stability control is at work' },
  aeb: { quantity: 'condition', meaning: 'the emergency brake is at work' },
} as const satisfies Record<string, Signal>

/** What a condition can read of the run as a whole. */
export const GLOBAL_SIGNALS = {
  time: { quantity: 'time', meaning: 'since the start of the run' },
  visibility: { quantity: 'length', meaning: 'meteorological optical range of the air' },
} as const satisfies Record<string, Signal>

interface PairFunction {
  /** 'condition': it is true or false. */
  readonly gives: QuantityName | 'condition'
  readonly meaning: string
}

/** Functions of two actors; `*` or `any` as the second means every other actor, and the least value (or any truth) counts. */
export const PAIR_FUNCTIONS = {
  ttc: {
    gives: 'time',
    meaning: 'time to collision of the two outlines; infinite while they are not on a course to meet',
  },
  thw: {
    gives: 'time',
    meaning:
      'time headway of the first behind the second; infinite when that one is not ahead; `*`: who is next in its path',
  },
  gap: {
    gives: 'length',
    meaning:
      'between the bumpers, along the road; negative when the second is behind; `*`: to who is next in its path',
  },
  distance: { gives: 'length', meaning: 'least distance of the two outlines' },
  pet: {
    gives: 'time',
    meaning:
      'post-encroachment time where their paths cross, at the speeds they have: from the first one out of the area to the second one into it; 0 when they would be in it together, infinite when their paths do not cross',
  },
  contact: { gives: 'condition', meaning: 'the two touch now' },
  collision: { gives: 'condition', meaning: 'the two have touched since the last look, or touch now' },
} as const satisfies Record<string, PairFunction>

/** Functions of something that the road has, by its id, which give one of some words. */
export const NAME_FUNCTIONS = {
  light: {
    words: LIGHT_STATES,
    example: 'light-south',
    meaning: "what a traffic light shows, as in `light('light-south') == 'red'`",
  },
} as const satisfies Record<string, { words: readonly string[]; example: string; meaning: string }>

/** Functions of numbers. */
export const NUMBER_FUNCTIONS = {
  abs: { least: 1, most: 1, meaning: 'without its sign' },
  min: { least: 2, most: 8, meaning: 'the smallest' },
  max: { least: 2, most: 8, meaning: 'the largest' },
} as const satisfies Record<string, { least: number; most: number; meaning: string }>
