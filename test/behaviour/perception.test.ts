import { expect } from 'chai'
import fc from 'fast-check'
import { freshPerception, looksOf, perceivedLead } from '../../src/behaviour/sight/perception.ts'
import { glareFactor, sightIn } from '../../src/behaviour/sight/sight.ts'
import type { View } from '../../src/behaviour/view.ts'
import type { PerceptionSpec, Weather } from '../../src/scenario/index.ts'
import type { SensorFault } from '../../src/world/index.ts'

const RADAR: PerceptionSpec = { kind: 'radar', sensor: 'ego.r', range: 100, rate: 20, latency: 0.1 }
const CAMERA: PerceptionSpec = { ...RADAR, kind: 'camera' }

interface Case {
  readonly spec?: PerceptionSpec
  readonly faults?: readonly Omit<SensorFault, 'since'>[]
  readonly sight?: number
  readonly seed?: number
}

/** What the system believes at each control step, driving at 20 m/s towards something that stands `from` m ahead. */
const believed = (
  from: number,
  seconds: number,
  { spec = RADAR, faults = [], sight = 300, seed = 1 }: Case,
) => {
  const memory = freshPerception()
  const looks = looksOf(spec, seed, 'ego', seconds)
  const driver = { kind: 'aeb', perception: spec }
  return Array.from({ length: Math.round(100 * seconds) }, (_, i) => {
    const time = i / 100
    const gap = from - 20 * time
    const view = { spec: { driver }, time, sight, dark: false, faults } as unknown as View
    const lead = perceivedLead(view, memory, looks, { at: 20 * time, speed: 20 }, (seen) =>
      gap > 0 && gap < seen.sight ? { gap, speed: 0, acceleration: 0 } : null,
    )
    return { time, gap, believed: lead?.gap ?? null }
  })
}

const firstAt = (steps: ReturnType<typeof believed>): number =>
  steps.find((s) => s.believed !== null)?.gap ?? 0

const level = (fault: SensorFault['fault'], strength: number) => [{ sensor: 'ego.r', fault, level: strength }]

describe('behaviour/perception', () => {
  it('believes after two looks and its latency, and then knows where it is', () => {
    const steps = believed(120, 5, {})
    // Two looks are 50 ms apart at 20 m/s, and told 100 ms later.
    expect(firstAt(steps)).to.be.within(100 - 20 * 0.2 - 0.5, 100 - 20 * 0.14)
    for (const s of steps.filter((x) => x.believed !== null && x.gap > 0))
      expect(s.believed).to.be.closeTo(s.gap, 0.3)
  })

  it('a late sensor tells of the past: the gap is believed to be larger by the way gone meanwhile', () => {
    const steps = believed(120, 5, { faults: level('latency', 0.4) })
    for (const s of steps.filter((x) => x.believed !== null && x.gap > 0))
      expect((s.believed ?? 0) - s.gap).to.be.closeTo(20 * 0.4, 0.6)
  })

  it('the more of the lens is covered, the later it sees; wholly covered never', () => {
    const at = [0, 0.3, 0.6, 0.9, 1].map((cover) =>
      firstAt(believed(120, 6, { spec: CAMERA, faults: level('snow-cover', cover) })),
    )
    expect([...at].sort((a, b) => b - a)).to.deep.equal(at)
    expect(at[2]).to.be.closeTo(0.4 * at[0], 4)
    expect(at[4]).to.equal(0)
  })

  it('fog stops a camera and a lidar, and not a radar', () => {
    expect(firstAt(believed(120, 6, { sight: 30 }))).to.be.above(90)
    expect(firstAt(believed(120, 6, { spec: CAMERA, sight: 30 }))).to.be.below(30)
  })

  it('a camera has the night and the spray before it, a lidar the spray, a radar neither', () => {
    const before = (kind: PerceptionSpec['kind']): readonly unknown[] => {
      const view = { spec: { driver: { kind: 'aeb', perception: { ...RADAR, kind } } } }
      let seen: View | null = null
      const looked = { ...view, time: 0, sight: 300, dark: true, faults: [] } as unknown as View
      perceivedLead(looked, freshPerception(), new Float64Array(3), { at: 0, speed: 20 }, (v) => {
        seen = v
        return null
      })
      const { dark, radar } = seen as unknown as View
      return [dark, radar]
    }
    expect(before('camera')).to.deep.equal([true, false])
    expect(before('lidar')).to.deep.equal([false, false])
    expect(before('radar')).to.deep.equal([false, true])
  })

  it('a drop-out of all looks blinds it, of some it outlives', () => {
    expect(firstAt(believed(120, 6, { faults: level('dropout', 1) }))).to.equal(0)
    expect(firstAt(believed(120, 6, { faults: level('dropout', 0.3) }))).to.be.above(60)
  })

  it('ghosts come where nothing is, as often as they are said to', () => {
    const none = believed(-1, 30, {})
    expect(none.every((s) => s.believed === null)).to.equal(true)
    const steps = believed(-1, 200, { faults: level('ghosts', 0.5) })
    const came = steps.filter((s, i) => s.believed !== null && steps[i - 1]?.believed === null).length
    expect(came).to.be.within(50, 130)
  })

  it('the same seed gives the same looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        const run = () => believed(80, 1, { seed, faults: level('dropout', 0.5) })
        expect(run()).to.deep.equal(run())
      }),
      { numRuns: 10 },
    )
  })
})

const DEG = Math.PI / 180
const weather = (elevation: number, azimuth: number, more: Partial<Weather> = {}): Weather => ({
  ...{ snowfall: 0, rainfall: 0, visibility: 20_000, wind: { speed: 0, from: 0 }, temperature: 288 },
  ...{ cloudCover: 0, sun: { elevation: elevation * DEG, azimuth: azimuth * DEG }, ...more },
})

describe('behaviour/sight', () => {
  it('a low sun ahead takes the sight, behind it takes nothing', () => {
    expect(glareFactor(weather(5, 90), 0, 0.3)).to.be.within(0.15, 0.5)
    expect(glareFactor(weather(5, 270), 0, 0.3)).to.equal(1)
    expect(glareFactor(weather(-2, 90), 0, 0.3)).to.equal(1)
    expect(glareFactor(weather(45, 90), 0, 0.3)).to.equal(1)
    // East is 0 here and 90 on the compass; north is 90 here.
    expect(glareFactor(weather(5, 0), Math.PI / 2, 0.3)).to.be.below(0.5)
  })

  it('the dirtier the windscreen and the nearer the sun, the worse; clouds help', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2, max: 15, noNaN: true }),
        fc.double({ min: 2, max: 18, noNaN: true }),
        fc.double({ min: 0, max: 8, noNaN: true }),
        (elevation, aside, haze) => {
          const at = (across: number, dirt: number, clouds = 0): number =>
            glareFactor(weather(elevation, 90 + across, { cloudCover: clouds }), 0, dirt)
          expect(at(aside, haze + 1)).to.be.below(at(aside, haze))
          expect(at(aside + 1, haze)).to.be.above(at(aside, haze))
          expect(at(aside, haze, 0.8)).to.be.above(at(aside, haze))
        },
      ),
    )
  })

  it('fog takes what is left', () => {
    expect(sightIn(weather(40, 90, { visibility: 60 }), 0, 0.3)).to.equal(60)
    expect(sightIn(weather(40, 90), 0, 0.3)).to.equal(300)
  })
})
