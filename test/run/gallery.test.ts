import { expect } from 'chai'
import fc from 'fast-check'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import { listBodies, listVehicles, SURFACE_KINDS } from '../../src/scenario/index.ts'
import { GALLERY_GROUPS, galleryPage, groupOf, halved, sheetOf } from '../../src/run/index.ts'
import { sceneScenario } from '../../src/run/gallery/draw.ts'
import { layoutOf, wrapped } from '../../src/run/gallery/sheet.ts'

describe('the gallery', () => {
  const groups = GALLERY_GROUPS.map(groupOf)
  const captions = (name: string): string[] =>
    groups
      .filter((group) => group.name === name)
      .flatMap(({ scenes }) => scenes.flatMap(({ cards }) => cards.map(({ caption }) => caption)))

  it('shows every model of the library and every surface', () => {
    const words = (text: string): string[] => text.split(' + ')
    expect(captions('vehicles').flatMap(words)).to.include.members(listVehicles(disk, vehicleFolder()))
    const bodies = ['people', 'animals', 'objects'].flatMap(captions)
    expect([...new Set(bodies)].sort()).to.deep.equal([...listBodies(disk, vehicleFolder()).keys()].sort())
    expect(captions('surfaces')).to.deep.equal([...SURFACE_KINDS])
  })

  it('is made of scenarios without a mistake, whose actors are those that its pictures name', () => {
    // The scenes of a group differ in words alone: its last one stands for all.
    for (const { scenes } of groups)
      for (const scene of scenes.slice(-1)) {
        const { actors } = sceneScenario(scene, 3)
        const ids = actors.map(({ id }) => id)
        for (const { aim } of scene.cards)
          if (aim.kind === 'round') expect(ids).to.include.members([...aim.actors])
      }
  })

  it('has a page that links every picture', () => {
    const page = galleryPage(groups, 'all.jpg', (name) => `${name}.jpg`)
    for (const name of GALLERY_GROUPS) expect(page).to.include(`(${name}.jpg)`)
    expect(page).to.include('(all.jpg)').and.include('`sedan`')
  })

  it('lays pictures out so that none lies over another or over the edge', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 8, max: 60 }),
        (counts, columns, side) => {
          const { width, height, tiles } = layoutOf(counts, { width: side, height: side }, columns)
          const all = tiles.flat()
          expect(tiles.map((own) => own.length)).to.deep.equal(counts)
          for (const [i, [x, y]] of all.entries()) {
            expect(x + side).to.be.at.most(width)
            expect(y + side).to.be.at.most(height)
            for (const [u, v] of all.slice(i + 1))
              expect(Math.abs(u - x) >= side || Math.abs(v - y) >= side).to.equal(true)
          }
        },
      ),
    ))

  it('breaks a caption that is too long behind its spaces and hyphens, and loses no letter', () => {
    expect(wrapped('semi-tractor + semitrailer', 12)).to.deep.equal(['semi-tractor', '+', 'semitrailer'])
    expect(wrapped('box-truck', 12)).to.deep.equal(['box-truck'])
    expect(wrapped('abcdefgh', 3)).to.deep.equal(['abc', 'def', 'gh'])
  })

  it('puts each picture with its caption on the sheet', () => {
    const tile = (caption: string, value: number) => {
      const [width, height] = [40, 20]
      return { caption, width, height, rgba: new Uint8Array(width * height * 4).fill(value) }
    }
    const groupsOf = (caption: string) => [{ title: 'A', tiles: [tile(caption, 90), tile('', 200)] }]
    const { width, rgba } = sheetOf(groupsOf('x'), 2)
    const { tiles } = layoutOf([2], { width: 40, height: 20 }, 2)
    const at = (i: number): number => rgba[(tiles[0][i][1] * width + tiles[0][i][0]) * 4]
    expect([at(0), at(1)]).to.deep.equal([90, 200])
    expect(sheetOf(groupsOf(''), 2).rgba).not.to.deep.equal(rgba)
    expect(halved(tile('x', 90))).to.deep.equal({
      ...tile('x', 90),
      width: 20,
      height: 10,
      rgba: new Uint8Array(800).fill(90),
    })
  })
})
