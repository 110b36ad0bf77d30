import { expect } from 'chai'
import { run } from '../../src/run/index.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { actorShape, buildScenery } from '../../src/shape/index.ts'
import { shownWeather } from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'

const PARTS = {
  run: '{stop: {after: 2 s}}',
  road: '{straight: 300 m}',
  actors: `
  ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 14 m/s}
  lead: {model: van, at: {ahead of: ego, gap: 15 m}, speed: 9 m/s}
  walker: {model: adult, at: {lane: -1, s: 120 m, offset: -4 m, heading: 90 deg}}`,
  sensors: '{ego: [{camera: front, fps: 10}]}',
}
const ANYTHING =
  '{paint: any, clothes: any, land: any, sun: {elevation: [10 deg, 20 deg]}, clouds: [90 %, 100 %], road: {tone: [1.2, 1.4], wear: [30 %, 60 %]}, camera: {shift: 3 cm}, clutter: [6, 6], distractors: [4, 4]}'

const made = (randomise: Readonly<Record<string, string>>) =>
  sampleScenario(load(scenario({ ...PARTS, ...randomise })).scenario!, 11)

describe('looks of a run', () => {
  const [plain, other] = [made({}), made({ randomise: ANYTHING })]

  it('leave what happens as it is, to the last bit', async () => {
    expect((await run(other)).digest).to.equal((await run(plain)).digest)
  })

  it('show another sun and other clouds, unless the story has changed them', () => {
    const shown = shownWeather(other, other.weather)
    expect(shown.sun).to.deep.equal(other.looks!.sun)
    expect(shown.cloudCover).to.equal(other.looks!.clouds)
    const changed = { ...other.weather, cloudCover: 0.5 }
    expect(shownWeather(other, changed).cloudCover).to.equal(0.5)
    expect(shownWeather(plain, plain.weather)).to.equal(plain.weather)
  })

  it('give people other clothes, and the road another land, things beside it and worn paint', () => {
    const colours = (of: typeof plain): string =>
      JSON.stringify(actorShape(of.actors[2], of.seed).parts.map(({ color }) => color))
    expect(colours(other)).not.to.equal(colours(plain))
    const [a, b] = [plain, other].map((of) => buildScenery(of, buildRoad(of.road, of.surface)).pieces)
    const named = (pieces: typeof a, name: string) => pieces.filter((piece) => piece.name.includes(name))
    expect(named(a, 'clutter').length + named(a, 'distractors').length).to.equal(0)
    // Six and four a hundred metres; what is drawn goes on past the road's ends.
    const count = (pieces: typeof a): number =>
      pieces
        .filter(({ name }) => name.endsWith('.0'))
        .reduce((n, { placements }) => n + placements!.length / 5, 0)
    expect(count(named(b, 'clutter'))).to.equal(54)
    expect(count(named(b, 'distractors'))).to.equal(36)
    const road = buildRoad(other.road, other.surface)
    for (const { placements } of [...named(b, 'clutter'), ...named(b, 'distractors')])
      for (let i = 0; i < placements!.length; i += 5)
        expect(road.beside(placements![i], placements![i + 1])).to.be.greaterThan(0.8)
    const paint = (pieces: typeof a): number =>
      pieces.find(({ material }) => material === 'marking')!.color[0]
    expect(paint(b)).to.be.lessThan(0.75 * paint(a))
  })
})
