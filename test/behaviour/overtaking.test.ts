/** Drivers who pass bicycles and slow vehicles by the opposite lane. */
import { expect } from 'chai'
import { stream } from '../../src/math/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { driveOn, type Drive } from './plant.ts'
import { traffic } from './roads.ts'

const BIKE = '{model: bicycle, at: {lane: -1, s: 110 m}, speed: 5 m/s}'
const ego = (overtakes: string, speed = 13.9): string =>
  `{model: sedan, at: {lane: -1, s: 50 m}, speed: ${speed} m/s, driver: {kind: idm, overtakes: ${overtakes}}}`
const comes = (s: number, speed = 13.9): string =>
  `{model: sedan, at: {lane: 1, s: ${s} m}, speed: ${speed} m/s}`

const street = (actors: Readonly<Record<string, string>>, limit = 50, more = ''): Drive =>
  driveOn(traffic(`{straight: 1500 m, lanes: [-1, 1], speed-limit: ${limit} km/h}`, actors, { more }))

/** Ends and sides of sedan and bicycle about their origins: rear, front, half the width, m. */
const SIZES: Readonly<Record<string, readonly [number, number, number]>> = {
  bike: [0.4, 1.4, 0.33],
  sedan: [1, 3.7, 0.93],
}
const sizeOf = ({ id }: ActorState) => SIZES[id === 'bike' ? 'bike' : 'sedan']

/** Between the sides of two who are beside each other; Infinity: they are not. */
const between = (a: ActorState, b: ActorState): number => {
  const [[rearA, frontA, halfA], [rearB, frontB, halfB]] = [sizeOf(a), sizeOf(b)]
  const turned = (c: ActorState): boolean => c.velocity[0] < 0
  const ends = (c: ActorState, rear: number, front: number): readonly [number, number] =>
    turned(c) ? [c.s - front, c.s + rear] : [c.s - rear, c.s + front]
  const [[a0, a1], [b0, b1]] = [ends(a, rearA, frontA), ends(b, rearB, frontB)]
  return a0 < b1 && b0 < a1 ? Math.abs(a.t - b.t) - halfA - halfB : Infinity
}

/** Least room to the side of the first actor while he was beside anybody, and how far left he came. */
const watched = (drive: Drive, seconds: number, each: (state: WorldState) => void = () => undefined) => {
  const seen = { nearest: Infinity, left: -Infinity }
  drive.run(seconds, (state) => {
    const [own, ...others] = state.actors
    seen.nearest = Math.min(seen.nearest, ...others.map((other) => between(own, other)))
    seen.left = Math.max(seen.left, own.t)
    each(state)
  })
  return seen
}

describe('behaviour: overtaking', () => {
  it('passes a bicycle with the distance that the place asks for, with indicators, and comes back', () => {
    for (const [limit, distance] of [
      [50, 1.5],
      [80, 2],
    ] as const) {
      const drive = street({ ego: ego('slower', limit / 3.6), bike: BIKE }, limit)
      const shown: string[] = []
      const { nearest } = watched(drive, 22, ({ actors: [{ lights }] }) => {
        const now = lights.indicatorLeft ? 'left' : lights.indicatorRight ? 'right' : shown.at(-1)
        if (now !== undefined && now !== shown.at(-1)) shown.push(now)
      })
      expect(nearest, `${limit} km/h`).to.be.within(distance - 0.02, distance + 0.4)
      expect(shown).to.deep.equal(['left', 'right'])
      expect(drive.actor('ego').s).to.be.above(drive.actor('bike').s + 10)
      expect(drive.actor('ego').t).to.be.closeTo(-1.75, 0.15)
    }
  }).timeout(180_000)

  it('keeps the clearance that is asked for', () => {
    const { nearest } = watched(street({ ego: ego('{clearance: 0.8 m}'), bike: BIKE }), 20)
    expect(nearest).to.be.within(0.78, 1.2)
  })

  it('stays behind without `overtakes`, in fog, and behind a queue', () => {
    expect(watched(street({ ego: ego('none'), bike: BIKE }), 15).left).to.be.below(-1.5)
    const fog = street({ ego: ego('slower'), bike: BIKE }, 50, 'weather: {visibility: 120 m}\n')
    expect(watched(fog, 15).left).to.be.below(-1.5)
    const first =
      '{model: sedan, at: {lane: -1, s: 110 m}, speed: 0 m/s, driver: {kind: idm, desired-speed: 0 m/s}}'
    expect(watched(street({ ego: ego('slower'), first }), 12).left).to.be.below(-1.5)
  }).timeout(180_000)

  it('waits for oncoming traffic, and passes then', () => {
    const drive = street({ ego: ego('slower'), bike: BIKE, one: comes(330), two: comes(400) })
    let ahead = Infinity
    const { nearest, left } = watched(drive, 34, ({ actors: [own, , , two] }) => {
      if (own.t > -1) ahead = Math.min(ahead, two.s - own.s)
    })
    expect(ahead).to.be.below(0)
    expect(nearest).to.be.above(1.4)
    expect(left).to.be.above(0.8)
    expect(drive.actor('ego').s).to.be.above(drive.actor('bike').s)
  }).timeout(180_000)

  it('never comes near to anybody, whoever comes and whenever @slow', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const random = stream(seed, 'oncoming')
      let s = 180
      const flow = Object.fromEntries(
        Array.from({ length: 5 }, (_, i) => {
          s += random.uniform(40, 260)
          return [`on${i}`, comes(s, random.uniform(9, 16))]
        }),
      )
      const drive = street({ ego: ego('slower', random.uniform(8, 14)), bike: BIKE, ...flow })
      const { nearest } = watched(drive, 30)
      expect(nearest, `seed ${seed}`).to.be.above(0.9)
    }
  }).timeout(180_000)

  it('goes before who comes too soon, when he misjudges the gap', () => {
    const actors = (overtakes: string) => ({ ego: ego(overtakes), bike: BIKE, one: comes(300) })
    expect(watched(street(actors('slower')), 9).left).to.be.below(-1.5)
    let slowest = Infinity
    const bold = watched(street(actors('{spare: -5 s}')), 9, ({ actors: [, , one] }) => {
      slowest = Math.min(slowest, Math.hypot(...one.velocity))
    })
    expect(bold.left).to.be.above(0.8)
    // The other one has to brake for him.
    expect(slowest).to.be.below(9)
  }).timeout(180_000)
})
