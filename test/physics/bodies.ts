/** Bodies without wheels for physics tests. */
import { expect } from 'chai'
import { add, rotate, type Vec3 } from '../../src/math/index.ts'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import {
  listBodies,
  readBody,
  type ObjectSpec,
  type RoadUserSpec,
  type WalkerSpec,
} from '../../src/scenario/index.ts'
import type { ActorState } from '../../src/world/index.ts'

const common = {
  source: 'test',
  paints: [[0.5, 0.5, 0.5]] as const,
  groundClearance: 0,
}

/** A person of a height, m, and mass, kg; proportions of an adult (Winter, Biomechanics of Human Movement). */
export const person = (height: number, mass: number): WalkerSpec => ({
  ...common,
  ...{ kind: 'walker', name: 'person', title: 'person', class: 'pedestrian', body: 'adult' },
  ...{ length: 0.3, width: 0.5, height, rearOverhang: 0.15, mass },
  centreOfGravity: [0, 0, 0.56 * height],
  inertia: [mass * 0.052 * height * height, mass * 0.052 * height * height, mass * 0.016],
  ...{ pace: 1.4, speedMax: 6, acceleration: 2, turnRate: 6, footGrip: 0.8, slideFriction: 0.66 },
})

export const ADULT = person(1.75, 75)

/** A solid block of length, width, height, m, and mass, kg. */
export const block = (
  [length, width, height]: readonly [number, number, number],
  mass: number,
  over: Partial<ObjectSpec> = {},
): ObjectSpec => ({
  ...common,
  ...{
    kind: 'object',
    name: 'block',
    title: 'block',
    class: 'object',
    body: 'box',
    fixed: false,
    form: 'box',
  },
  ...{ length, width, height, rearOverhang: length / 2, mass },
  centreOfGravity: [0, 0, height / 2],
  inertia: [
    (mass / 12) * (width * width + height * height),
    (mass / 12) * (length * length + height * height),
    (mass / 12) * (length * length + width * width),
  ],
  ...{ slideFriction: 0.6, bounce: 0.2, rollingResistance: 0.015 },
  ...over,
})

const shelves = listBodies(disk, vehicleFolder())

/** A person, an animal or an object of the library. */
export const bodyOf = (name: string): WalkerSpec | ObjectSpec =>
  readBody(disk, shelves.get(name)!, (d) => expect.fail(`${d.message} at ${JSON.stringify(d)}`))!

export const walkerOf = (name: string): WalkerSpec => {
  const body = bodyOf(name)
  return body.kind === 'walker' ? body : expect.fail(`${name} does not walk`)
}

export const objectOf = (name: string): ObjectSpec => {
  const body = bodyOf(name)
  return body.kind === 'object' ? body : expect.fail(`${name} is no object`)
}

/** Height of a body's own upward axis over its length: 1 upright, 0 on its side, -1 upside down. */
export const upright = ({ orientation: [x, y] }: ActorState): number => 1 - 2 * (x * x + y * y)

/** Where the centre of gravity is, world, m. */
export const middleOf = ({ position: p, orientation: q }: ActorState, spec: RoadUserSpec): Vec3 =>
  add(p, rotate(q, spec.centreOfGravity))
