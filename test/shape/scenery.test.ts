import { expect } from 'chai'
import { buildRoad } from '../../src/road/index.ts'
import type { SurfacePatch } from '../../src/scenario/index.ts'
import { buildScenery, type Piece } from '../../src/shape/index.ts'
import { extent, points, scenarioOf } from './given.ts'
import { expectSound } from './sound.ts'

const patch = (over: Partial<SurfacePatch>): SurfacePatch => ({
  id: 'p',
  kind: 'packed-snow',
  s: [50, 130],
  t: [-3.2, 1.1],
  mu: null,
  depth: null,
  ...over,
})

const build = (
  over: Parameters<typeof scenarioOf>[0],
): { pieces: readonly Piece[]; road: ReturnType<typeof buildRoad> } => {
  const scenario = scenarioOf(over)
  const road = buildRoad(scenario.road, scenario.surface)
  return { pieces: buildScenery(scenario, road).pieces, road }
}

/** Area on the (s, t) plane, from the uvs, which are s and t in metres. */
const roadArea = (pieces: readonly Piece[]): number => {
  let sum = 0
  for (const { mesh } of pieces)
    for (let i = 0; i < mesh.indices.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => [
        mesh.uvs![2 * mesh.indices[i + k]],
        mesh.uvs![2 * mesh.indices[i + k] + 1],
      ])
      sum += Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2
    }
  return sum
}

const reach = (pieces: readonly Piece[], k: 0 | 1): readonly [number, number] => {
  let [lo, hi] = [Infinity, -Infinity]
  for (const { mesh } of pieces)
    for (let i = k; i < mesh.uvs!.length; i += 2) {
      lo = Math.min(lo, mesh.uvs![i])
      hi = Math.max(hi, mesh.uvs![i])
    }
  return [lo, hi]
}

describe('scenery', () => {
  const surface = [patch({}), patch({ id: 'i', kind: 'black-ice', s: [20, 40], t: [-3.5, 0] })]
  const rural = build({ surface })
  const pavement = rural.pieces.filter((p) => p.name.startsWith('pavement'))

  it('is made of sound meshes, all facing out', () => {
    for (const piece of rural.pieces) {
      // Boughs and leaves are sheets whose shading follows the crown, not the sheet.
      if (piece.material === 'foliage') continue
      expectSound(piece.name, piece.mesh, piece.name.startsWith('wires') ? 0.01 : 0)
    }
  })

  it('covers exactly the paved width, each place once, curves included', () => {
    const [right, left] = rural.road.paved
    const [from, to] = reach(pavement, 0)
    expect(from).to.be.lessThan(0)
    expect(to).to.be.greaterThan(rural.road.length)
    expect(reach(pavement, 1)[0]).to.be.closeTo(right, 1e-5)
    expect(reach(pavement, 1)[1]).to.be.closeTo(left, 1e-5)
    const whole = (to - from) * (left - right)
    expect(roadArea(pavement)).to.be.closeTo(whole, 1e-4 * whole)
    for (const { mesh } of pavement)
      points(mesh).forEach(([x, y], i) => {
        const world = rural.road.toWorld(mesh.uvs![2 * i], mesh.uvs![2 * i + 1])
        if (Math.hypot(x - world.x, y - world.y) > 1e-3) expect.fail(`vertex ${i} is not where its (s, t) is`)
      })
  })

  it('lays each patch exactly where physics has it', () => {
    const snow = pavement.filter((p) => p.material === 'snow')
    expect(reach(snow, 0)[0]).to.be.closeTo(50, 1e-5)
    expect(reach(snow, 0)[1]).to.be.closeTo(130, 1e-5)
    expect(reach(snow, 1)[0]).to.be.closeTo(-3.2, 1e-5)
    expect(reach(snow, 1)[1]).to.be.closeTo(1.1, 1e-5)
    expect(roadArea(snow)).to.be.closeTo(80 * 4.3, 0.01)
    const icy = pavement.filter((p) => p.material === 'ice')
    expect(roadArea(icy)).to.be.within(0.85 * 20 * 3.5, 20 * 3.5)
    expect(reach(icy, 0)[0]).to.be.closeTo(20, 1e-5)
    expect(reach(icy, 0)[1]).to.be.closeTo(40, 1e-5)
  })

  it('shows the later patch where two overlap', () => {
    const { pieces } = build({ surface: [patch({}), patch({ kind: 'gravel', s: [70, 90], t: [-2, 0.5] })] })
    const gravel = pieces.filter((p) => p.name.startsWith('pavement') && p.material === 'gravel')
    const snow = pieces.filter((p) => p.name.startsWith('pavement') && p.material === 'snow')
    expect(roadArea(gravel)).to.be.closeTo(20 * 2.5, 0.01)
    expect(roadArea(snow)).to.be.closeTo(80 * 4.3 - 20 * 2.5, 0.01)
  })

  it('hides black ice on snow: no border, the snow only a little darker', () => {
    const { pieces } = build({ surface: [patch({}), patch({ kind: 'black-ice', s: [70, 90], t: [-3, 0] })] })
    const paved = pieces.filter((p) => p.name.startsWith('pavement'))
    expect(paved.filter((p) => p.material === 'ice')).to.deep.equal([])
    const snow = paved.filter((p) => p.material === 'snow')
    expect(roadArea(snow)).to.be.closeTo(80 * 4.3, 0.01)
    const tints = snow.flatMap(({ mesh }) =>
      points(mesh).flatMap((_, i) => {
        const [s, t] = [mesh.uvs![2 * i], mesh.uvs![2 * i + 1]]
        return s > 71 && s < 89 && t > -2.3 && t < -0.7 ? [mesh.colors![3 * i]] : []
      }),
    )
    expect(tints.length).to.be.greaterThan(20)
    expect(Math.min(...tints)).to.be.greaterThan(0.65)
    expect(Math.max(...tints)).to.be.lessThan(0.9)
  })

  it('paints solid edge lines and a dashed line between the lanes, but not on snow', () => {
    const paint = pavement.filter((p) => p.semantic === 'road-marking')
    const [from, to] = reach(pavement, 0)
    const solid = 2 * 0.12 * (to - from)
    // One row in three is a dash; the snow lies on 80 m of them.
    const dashed = (0.12 * (to - from - 80)) / 3
    expect(roadArea(paint)).to.be.closeTo(solid + dashed, 0.12 * 3)
    for (const p of paint) expect(p.material).to.equal('marking')
  })

  it('keeps the land level and at the height of the road where a car may run off it', () => {
    for (const piece of rural.pieces.filter((p) => p.name.startsWith('land')))
      points(piece.mesh).forEach(([x, y, z]) => {
        const { t } = rural.road.toRoad(x, y)
        const beside = Math.max(rural.road.paved[0] - t, t - rural.road.paved[1])
        // One row of the outer strip lies hidden a little below the verge.
        if (beside < 13.9 && Math.abs(z - rural.road.height(x, y)) > 0.07)
          expect.fail(`${z} m at ${beside} m`)
      })
  })

  it('puts nothing on the road and lets nothing float', () => {
    const standing = rural.pieces.filter((p) => p.placements !== null)
    expect(standing.length).to.be.greaterThan(10)
    for (const { name, placements } of standing) {
      // What shares its places is one thing: a band rides on its post, a crown on its trunk.
      const together = standing.filter((p) => p.placements === placements).flatMap((p) => points(p.mesh))
      expect(extent(together)[2][0], `${name} reaches into the ground`).to.be.lessThan(-0.04)
      for (let i = 0; i < placements!.length; i += 5) {
        const { t } = rural.road.toRoad(placements![i], placements![i + 1])
        if (Math.max(rural.road.paved[0] - t, t - rural.road.paved[1]) < 0.3)
          expect.fail(`${name} on the road`)
        if (placements![i + 4] <= 0) expect.fail(`${name} is mirrored`)
      }
    }
    for (const piece of rural.pieces.filter((p) => p.semantic === 'building'))
      for (const [x, y] of points(piece.mesh)) {
        const { t } = rural.road.toRoad(x, y)
        expect(Math.max(rural.road.paved[0] - t, t - rural.road.paved[1])).to.be.greaterThan(4)
      }
  })

  it('wears snow when its verge does, and green when not', () => {
    const winter = build({ road: { verge: 'loose-snow' }, temperature: 268 }).pieces
    const land = (pieces: readonly Piece[]): Set<string> =>
      new Set(pieces.filter((p) => p.semantic === 'terrain').map((p) => p.material))
    expect([...land(winter)]).to.deep.equal(['snow'])
    expect([...land(rural.pieces)]).to.deep.equal(['grass'])
    const bare = winter.filter((p) => p.name.includes('broadleaf'))
    expect(bare.some((p) => p.material === 'bark')).to.equal(true)
    expect(bare.some((p) => p.material === 'foliage')).to.equal(false)
  })

  it('gives a motorway its barriers, a gantry and markings for all lanes', () => {
    const { pieces, road } = build({
      road: { place: 'motorway', lanes: [-3, -2, -1], laneWidth: 3.75, shoulderWidth: 2.5, oneWay: true },
    })
    for (const name of ['guard rail', 'median barrier', 'gantry boards', 'noise wall'])
      expect(
        pieces.some((p) => p.name === name),
        name,
      ).to.equal(true)
    for (const piece of pieces) if (piece.material !== 'foliage') expectSound(piece.name, piece.mesh)
    for (const piece of pieces.filter((p) => p.semantic === 'barrier' && p.placements === null))
      for (const [x, y] of points(piece.mesh)) {
        const { t } = road.toRoad(x, y)
        expect(t < road.paved[0] || t > road.paved[1], piece.name).to.equal(true)
      }
  })

  it('is the same for the same seed and another for another', () => {
    const again = build({ surface }).pieces
    expect(again.length).to.equal(rural.pieces.length)
    again.forEach((piece, i) => {
      expect(piece.name).to.equal(rural.pieces[i].name)
      expect(
        Buffer.from(piece.mesh.positions.buffer).equals(Buffer.from(rural.pieces[i].mesh.positions.buffer)),
      ).to.equal(true)
    })
    const other = build({ surface, seed: 8 }).pieces
    const placed = (pieces: readonly Piece[]): string =>
      pieces.map((p) => p.placements?.slice(0, 5).join() ?? '').join(';')
    expect(placed(other)).to.not.equal(placed(rural.pieces))
  })
})
