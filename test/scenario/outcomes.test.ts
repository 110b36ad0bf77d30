/** `outcomes`: what a hazard promises, and what is wrong with a promise. */
import { expect } from 'chai'
import { outcomeClasses, sampleScenario } from '../../src/scenario/index.ts'
import { load, scenario } from './memory.ts'

const EXPECT =
  '[{id: no-crash, never: "collision(ego, *)"}, {id: skid, eventually: "ego.slip_angle > 5 deg", as: label}]'
const complaints = (outcomes: string, expectations = EXPECT): string[] =>
  load(scenario({ outcomes, expect: expectations })).diagnostics.map(
    (d) => `${d.code}: ${d.message}${d.suggestion === null ? '' : ` -> ${d.suggestion}`}`,
  )

describe('outcomes', () => {
  it('are words that every scenario knows and labels of its own', () => {
    const { scenario: found, diagnostics } = load(
      scenario({ outcomes: '[collision, skid, lane-departure, harmless]', expect: EXPECT }),
    )
    expect(diagnostics).to.deep.equal([])
    expect(found!.outcomes).to.deep.equal(['collision', 'skid', 'lane-departure', 'harmless'])
    expect(sampleScenario(found!).outcomes).to.deep.equal(found!.outcomes)
  })

  it('always have a collision and harmless among them, worst first', () => {
    expect(outcomeClasses()).to.deep.equal(['collision', 'near-miss', 'harmless'])
    expect(outcomeClasses(['near-miss'])).to.deep.equal(['collision', 'near-miss', 'harmless'])
    expect(outcomeClasses(['skid', 'collision', 'harmless'])).to.deep.equal(['skid', 'collision', 'harmless'])
  })

  it('that nothing decides are reported, each at its place', () => {
    expect(complaints('[colision, harmless]')).to.deep.equal([
      "unknown-name: no outcome or label is called 'colision' -> collision",
    ])
    expect(complaints('[no-crash, harmless]')).to.deep.equal([
      "bad-value: the expectation 'no-crash' is no outcome",
    ])
    expect(complaints('[skid, collision, skid]')).to.deep.equal([
      "duplicate-key: the outcome 'skid' is there twice",
    ])
    expect(complaints('[harmless]')).to.deep.equal(['bad-value: this hazard promises that nothing happens'])
    expect(
      complaints('[collision]', '[{id: harmless, eventually: "ego.speed > 5 m/s", as: label}]'),
    ).to.deep.equal(["bad-value: 'harmless' is what is left when no other outcome holds"])
  })

  it('are the words of the cover bin of that name', () => {
    const { scenario: found } = load(
      scenario({ outcomes: '[skid, harmless]', expect: EXPECT, cover: '{outcome: all}' }),
    )
    expect(found!.cover[0].bins.map((b) => b.label)).to.deep.equal(['collision', 'skid', 'harmless'])
  })
})
