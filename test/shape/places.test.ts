/** Places by seed: what is built beside the road leaves the road free, and what carries light stands where its light is. */
import { expect } from 'chai'
import { buildRoad } from '../../src/road/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { PLACES, sampleScenario, type ConcreteScenario, type Place } from '../../src/scenario/index.ts'
import { buildScenery, plumesOf, type Piece, type Scenery } from '../../src/shape/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { points, scenarioOf } from './given.ts'
import { expectSound } from './sound.ts'

const at = (place: Place, over: Parameters<typeof scenarioOf>[0] = {}): ConcreteScenario => {
  const scenario = scenarioOf(over)
  return { ...scenario, road: { ...scenario.road, place } }
}

const sceneryOf = (scenario: ConcreteScenario): Scenery =>
  buildScenery(scenario, buildRoad(scenario.road, scenario.surface))

const solid = ({ material }: Piece): boolean => material !== 'foliage'

describe('places', () => {
  for (const place of PLACES.filter((p) => !['rural', 'motorway'].includes(p)))
    it(`${place}: sound meshes, none of them above the road`, () => {
      const scenario = at(place)
      const road = buildRoad(scenario.road, scenario.surface)
      const { pieces } = sceneryOf(scenario)
      const built = pieces.filter((p) => ['building', 'barrier', 'wall', 'pole'].includes(p.semantic))
      expect(built.length).to.be.greaterThan(2)
      for (const piece of built.filter(solid)) {
        expectSound(piece.name, piece.mesh, 0)
        if (piece.placements !== null) continue
        for (const [x, y, z] of points(piece.mesh))
          if (z > 0.05 && z < 4.5 && road.beside(x, y) < -0.01) expect.fail(`${piece.name} at ${x}, ${y}`)
      }
    })

  it('lamps hang over the street about 7 m high, so far apart that their light meets; other seeds, other towns', () => {
    const { lamps = [], pieces } = sceneryOf(at('city'))
    const other = sceneryOf({ ...at('city'), seed: 99 }).pieces
    const first = (all: readonly Piece[]): number[] => all.map((p) => p.mesh.positions[0])
    expect(first(other)).not.to.deep.equal(first(pieces))
    expect(lamps.length).to.be.greaterThan(10)
    for (const { position } of lamps) expect(position[2]).to.be.closeTo(7.4, 0.2)
    for (const [i, { position }] of lamps.slice(1).entries())
      expect(
        Math.hypot(position[0] - lamps[i].position[0], position[1] - lamps[i].position[1]),
      ).to.be.lessThan(40)
  })

  it('a bridge stands over a valley: the land falls away beside its deck and nowhere else', () => {
    const scenario = at('bridge')
    const road = buildRoad(scenario.road, scenario.surface)
    const land = sceneryOf(scenario).pieces.filter((p) => p.name.startsWith('land'))
    const heights = (from: number, to: number): number[] =>
      land.flatMap(({ mesh }) =>
        points(mesh).flatMap(([x, y, z]) => {
          const { s } = road.toRoad(x, y)
          const beside = road.beside(x, y)
          return s > from && s < to && beside > 3 && beside < 13 ? [z - road.height(x, y)] : []
        }),
      )
    const middle = 0.45 * road.length
    expect(Math.max(...heights(middle - 6, middle + 6))).to.be.lessThan(-5)
    expect(Math.min(...heights(0, 0.2 * road.length))).to.be.greaterThan(-0.1)
  })
})

describe('plumes', () => {
  const source = loadScenario('chain-collision').scenario
  if (source === null) throw new Error('chain-collision does not load')
  const { actors } = sampleScenario(source, 1)
  const [lead] = actors
  const moving = (speed: number): WorldState =>
    ({
      actors: [
        {
          instance: 1,
          present: true,
          position: [0, 0, 0],
          orientation: [0, 0, 0, 1],
          velocity: [speed, 0, 0],
        },
      ],
    }) as unknown as WorldState
  const dense = (kind: 'wet-asphalt' | 'dry-asphalt' | 'packed-snow' | 'loose-snow', speed: number): number =>
    plumesOf([lead], moving(speed), () => ({ kind, depth: kind === 'dry-asphalt' ? 0 : 0.0005 })).at(0)
      ?.dense ?? 0

  it('rise with speed off a wet road; a dry one gives none, and powder more than what is packed', () => {
    expect(dense('dry-asphalt', 30)).to.equal(0)
    expect(dense('wet-asphalt', 6)).to.equal(0)
    expect(dense('wet-asphalt', 30)).to.be.greaterThan(2 * dense('wet-asphalt', 18))
    const snow = (kind: 'packed-snow' | 'loose-snow'): number =>
      plumesOf([lead], moving(25), () => ({ kind, depth: 0.03 })).at(0)?.dense ?? 0
    expect(snow('loose-snow')).to.be.greaterThan(snow('packed-snow'))
  })
})
