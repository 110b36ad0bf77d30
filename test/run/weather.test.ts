/** Weather that a story changes, from the YAML to drivers, tyres and the record. */
import { expect } from 'chai'
import { simulate } from '../../src/run/simulate.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { readRow, rowLayout, writeRow, type WorldState } from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'

const states = (change: string, seconds: number, road = '{straight: 1000 m}'): WorldState[] => {
  const loaded = load(
    scenario({
      run: `{stop: {after: ${seconds} s}}`,
      road,
      actors: '{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 20 m/s}}',
      do: `[{when: time >= 1 s, weather: ${change}}]`,
    }),
  )
  expect(loaded.diagnostics).to.deep.equal([])
  return [...simulate(sampleScenario(loaded.scenario!))]
}
const weatherAt = (run: readonly WorldState[], time: number) =>
  run.find((s) => s.time >= time - 1e-9)!.surroundings!.weather

describe('run: weather over time', () => {
  it('goes evenly from what it was to what the story says, every part of it', () => {
    const run = states(
      '{rainfall: 20 mm/h, temperature: 5 degC, clouds: 90 %, sun: {elevation: 5 deg, azimuth: 220 deg}, over: 2 s}',
      4,
    )
    const [before, half, after] = [0.9, 2, 3.5].map((time) => weatherAt(run, time))
    expect(before).to.deep.include({ rainfall: 0, temperature: 288.15, cloudCover: 0.3 })
    expect(half.rainfall * 3.6e6).to.be.closeTo(10, 1e-3)
    expect(half.temperature).to.be.closeTo(283.15, 1e-3)
    expect(half.cloudCover).to.be.closeTo(0.6, 1e-4)
    expect((half.sun.elevation * 180) / Math.PI).to.be.closeTo(20, 1e-2)
    expect((after.sun.azimuth * 180) / Math.PI).to.be.closeTo(220, 1e-6)
    expect(after.temperature).to.be.closeTo(278.15, 1e-9)
    expect(after.rainfall * 3.6e6).to.be.closeTo(20, 1e-9)
  })

  it('takes grip from tyres on dry asphalt that it rains on, and none where the road was wet before', () => {
    const grip = (road: string): number[] => {
      const run = states('{rainfall: 100 mm/h}', 8, road)
      return [0.5, 2.5, 7.5].map((time) => run.find((s) => s.time >= time)!.actors[0].wheels[0].mu)
    }
    const [dry, damp, wet] = grip('{straight: 1000 m}')
    expect(damp).to.be.below(dry - 0.02)
    expect(wet).to.be.below(damp - 0.02)
    const [start, , end] = grip('{straight: 1000 m, surface: wet-asphalt}')
    expect(end).to.be.closeTo(start, 0.02)
    expect(wet).to.be.closeTo(end, 0.05)
  })

  it('is in the row of a state exactly', () => {
    const state = states('{rainfall: 20 mm/h, clouds: 90 %, over: 1 s}', 1.6).at(-1)!
    const layout = rowLayout(state)
    const row = new Float64Array(layout.size)
    writeRow(state, row)
    expect(readRow(layout, row).surroundings).to.deep.equal(state.surroundings)
  })
})
