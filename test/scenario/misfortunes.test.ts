import { expect } from 'chai'
import fc from 'fast-check'
import { drawGusts } from '../../src/scenario/story/gusts.ts'
import { gustAt, sampleScenario } from '../../src/scenario/index.ts'
import { load, scenario } from './memory.ts'

const story = (...actions: readonly string[]): string =>
  scenario({ do: `[${actions.map((a) => `{ego: ${a}}`).join(', ')}]` })
const actionsOf = (text: string) => {
  const { scenario: loaded, diagnostics } = load(text)
  expect(diagnostics).to.deep.equal([])
  return sampleScenario(loaded!).story.flatMap((p) => p.actions.map((a) => a.action))
}
const complaint = (text: string): string => {
  const { diagnostics } = load(text)
  expect(diagnostics).to.have.lengthOf(1)
  return `${diagnostics[0].code}: ${diagnostics[0].message}; ${diagnostics[0].expected ?? ''}`
}

describe('scenario: failures and gusts', () => {
  it('become plain data with their defaults', () => {
    expect(
      actionsOf(
        story(
          '{blow-tyre: rear-right}',
          '{fail-brakes: diagonal-left, left: 20 %}',
          '{fail-steering: frozen}',
          '{fail-steering: play, play: 2 deg}',
          '{fail-steering: heavy}',
          '{fail-system: abs}',
          '{fail-system: tc, state: off}',
          '{gust: 15 m/s, from: 90 deg}',
        ),
      ),
    ).to.deep.equal([
      { kind: 'blow-tyre', wheel: 'rear-right', over: 0.2 },
      { kind: 'fail-brakes', circuit: 'diagonal-left', left: 0.2 },
      { kind: 'fail-steering', fault: { kind: 'frozen' } },
      { kind: 'fail-steering', fault: { kind: 'play', angle: (2 * Math.PI) / 180 } },
      { kind: 'fail-steering', fault: { kind: 'heavy', rate: (8 * Math.PI) / 180 } },
      { kind: 'fail-system', system: 'abs', state: 'faulty' },
      { kind: 'fail-system', system: 'tc', state: 'off' },
      { kind: 'gust', speed: 15, from: Math.PI / 2, rise: 0.3, hold: 1 },
    ])
  })

  it('are told from their misspellings', () => {
    expect(complaint(story('{blow-tyre: front-leftt}'))).to.match(/^bad-value.*front-left/)
    expect(complaint(story('{fail-brakes: all, left: 150 %}'))).to.match(/^out-of-range/)
    expect(complaint(story('{fail-steering: frozen, slack: 2 deg}'))).to.match(/^unknown-key.*slack/)
    expect(complaint(story('{fail-sytem: abs}'))).to.match(/^unknown-key.*fail-sytem/)
    expect(complaint(story('{gust: 15 m/s}'))).to.match(/^missing-key.*from/)
  })

  it('an actor has traction control unless its file says otherwise', () => {
    const tc = (extra: string): unknown => {
      const { scenario: loaded } = load(
        scenario({ actors: `{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 14 m/s${extra}}}` }),
      )
      return sampleScenario(loaded!).actors[0].tc
    }
    expect([tc(''), tc(', tc: off'), tc(', tc: faulty')]).to.deep.equal(['on', 'off', 'faulty'])
  })

  it('gusts come by seed, in order, within the run, as fast and as often as they are said to', () => {
    const plan = { speed: 10, spread: 0.3, veer: 0.2, every: 5, rise: 0.5, hold: 1 }
    const gusts = drawGusts(plan, 1, 10_000, 7)
    expect(gusts).to.deep.equal(drawGusts(plan, 1, 10_000, 7))
    expect(gusts).not.to.deep.equal(drawGusts(plan, 1, 10_000, 8))
    expect(gusts.length).to.be.within(1800, 2200)
    const mean = (of: (g: (typeof gusts)[number]) => number): number =>
      gusts.reduce((n, g) => n + of(g), 0) / gusts.length
    expect(mean((g) => g.speed)).to.be.closeTo(10, 0.3)
    expect(mean((g) => g.from)).to.be.closeTo(1, 0.02)
    gusts.forEach((g, i) => {
      expect(g.speed).to.be.within(0, 20)
      expect(g.start).to.be.within(i === 0 ? 0 : gusts[i - 1].start, 10_000)
    })
  })

  it('a longer run has the same gusts and more', () => {
    const plan = { speed: 10, spread: 0.3, veer: 0.2, every: 5, rise: 0.5, hold: 1 }
    const short = drawGusts(plan, 1, 60, 3)
    expect(drawGusts(plan, 1, 120, 3).slice(0, short.length)).to.deep.equal(short)
  })

  it('a gust is never less than nothing nor more than its speed, and even', () =>
    fc.assert(
      fc.property(
        fc.record({
          start: fc.double({ min: 0, max: 10, noNaN: true }),
          speed: fc.double({ min: 0, max: 60, noNaN: true }),
          from: fc.constant(0),
          rise: fc.double({ min: 0.01, max: 10, noNaN: true }),
          hold: fc.double({ min: 0, max: 10, noNaN: true }),
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (gust, u) => {
          const length = 2 * gust.rise + gust.hold
          const value = gustAt(gust, gust.start + u * length)
          expect(value).to.be.within(0, gust.speed)
          expect(gustAt(gust, gust.start + (1 - u) * length)).to.be.closeTo(value, 1e-9 + 1e-6 * gust.speed)
        },
      ),
    ))
})
