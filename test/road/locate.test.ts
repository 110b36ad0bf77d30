/** Which roads lie under a point: a question that stops early finds what the one that looks at all finds. */
import { expect } from 'chai'
import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import type { Road } from '../../src/road/index.ts'
import { fixture, roadOfMap } from './given.ts'

const MAPS = readdirSync(new URL('../fixtures/opendrive/', import.meta.url)).filter((name) =>
  name.endsWith('.xodr'),
)

/** A point on or beside a road: the road's and how far along it (shares), and how far to its side, m. */
const somewhere = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: -0.05, max: 1.05, noNaN: true }),
  fc.double({ min: -16, max: 16, noNaN: true }),
)

describe('road: what lies under a point', () => {
  for (const name of MAPS)
    it(`${name}: within 0, 3 and 12 m the same, whatever was asked before`, () => {
      const text = fixture(name)
      const [asked, fresh]: Road[] = [roadOfMap(text), roadOfMap(text)]
      fc.assert(
        fc.property(fc.array(somewhere, { minLength: 1, maxLength: 30 }), (places) => {
          for (const [which, along, t] of places) {
            const on = Math.min(asked.roads.length - 1, Math.floor(which * asked.roads.length))
            const { x, y } = asked.toWorld(along * asked.roads[on].length, t, on)
            const all = fresh.roadsAt(x, y)
            for (const within of [0, 3, 12, 0]) {
              const found = asked.roadsAt(x, y, within)
              expect(found).to.deep.equal(all.filter(({ outside }) => outside <= within))
            }
            const deepest = all.at(0)
            if (deepest === undefined) continue
            const { s, t: aside, road } = deepest
            expect(asked.toRoad(x, y)).to.deep.equal({ s, t: aside, road })
            expect(asked.beside(x, y)).to.equal(deepest.outside)
          }
        }),
        { numRuns: 15 },
      )
    })
})
