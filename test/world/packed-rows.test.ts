import { expect } from 'chai'
import fc from 'fast-check'
import { SURFACE_KINDS } from '../../src/scenario/index.ts'
import { packRows, readRow, rowLayout, unpackRows, writeRow, type WorldState } from '../../src/world/index.ts'
import { SCENARIO, stateAt } from '../contract/painted.ts'

const number = (reach: number): fc.Arbitrary<number> => fc.double({ min: -reach, max: reach, noNaN: true })
const vec = (reach: number) => fc.tuple(number(reach), number(reach), number(reach))

/** States of a run in which nothing is smooth. */
const states: fc.Arbitrary<readonly WorldState[]> = fc.array(
  fc
    .record({
      position: vec(1e4),
      velocity: vec(80),
      spin: number(1e5),
      load: number(1e5),
      present: fc.boolean(),
      surface: fc.constantFrom(...SURFACE_KINDS),
      visibility: fc.double({ min: 0, max: 1e5, noNaN: true }),
      mu: fc.option(number(1)),
      braking: fc.boolean(),
    })
    .map(({ position, velocity, spin, load, present, surface, visibility, mu, braking }): WorldState => {
      const state = stateAt(0)
      return {
        ...state,
        actors: state.actors.map((actor) => ({
          ...{ ...actor, position, velocity, present },
          lights: { ...actor.lights, brake: braking },
          wheels: actor.wheels.map((wheel) => ({ ...wheel, spin, load, surface })),
        })),
        surroundings: {
          weather: { ...SCENARIO.weather, visibility },
          surface: SCENARIO.surface.map((patch) => ({ ...patch, mu })),
          faults: [],
          film: visibility / 3,
        },
        lights: [{ signal: 'one', shows: braking ? 'red' : 'green' }],
      }
    }),
  { minLength: 1, maxLength: 12 },
)

const rowsOf = (run: readonly WorldState[]) => {
  const layout = rowLayout({ ...run[0], tick: 6 })
  const rows = new Float64Array(layout.size * run.length)
  for (const [i, state] of run.entries()) writeRow({ ...state, tick: 6 * i }, rows, i * layout.size)
  return { layout, rows }
}

describe('packed rows', () => {
  it('give every state back to within a millimetre and a tenth of a degree, and what is counted or switched exactly', () => {
    fc.assert(
      fc.property(states, (run) => {
        const { layout, rows } = rowsOf(run)
        const back = unpackRows(layout, packRows(layout, rows))
        expect(back).to.have.length(rows.length)
        for (const [i, state] of run.entries()) {
          const read = readRow(layout, back, i * layout.size)
          expect(read.tick).to.equal(6 * i)
          expect(read.lights).to.deep.equal(state.lights)
          // To the bit, friction that a patch leaves to its kind too.
          expect(read.surroundings).to.deep.equal(state.surroundings)
          for (const [k, actor] of state.actors.entries()) {
            const other = read.actors[k]
            for (const axis of [0, 1, 2]) {
              expect(other.position[axis]).to.be.closeTo(actor.position[axis], 0.00051)
              expect(other.velocity[axis]).to.be.closeTo(actor.velocity[axis], 0.00051)
            }
            for (const axis of [0, 1, 2, 3])
              expect(other.orientation[axis]).to.be.closeTo(actor.orientation[axis], 1e-5)
            expect([other.present, other.lights]).to.deep.equal([actor.present, actor.lights])
            expect(other.wheels[0].surface).to.equal(actor.wheels[0].surface)
            expect(other.wheels[0].spin).to.be.closeTo(actor.wheels[0].spin, 0.00051)
            expect(other.wheels[0].load).to.be.closeTo(actor.wheels[0].load, 5.1)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('of steady motion are less than a seventh of the size, a byte a number', () => {
    const { layout, rows } = rowsOf(Array.from({ length: 100 }, (_, i) => stateAt(6 * i)))
    expect(packRows(layout, rows).length).to.be.lessThan(rows.byteLength / 7)
  })
})
