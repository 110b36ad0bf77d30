import { expect } from 'chai'
import { BMW, ESCORT, type ReferenceCar } from './reference-cars.ts'
import { manoeuvres, type Manoeuvre } from './reference.ts'
import { singleTrackStep, type State } from './single-track.ts'

const CARS: Readonly<Record<string, ReferenceCar>> = { escort: ESCORT, bmw320i: BMW }
const STEP = 0.001

/** Our tyre in the reference's equations, from start to end. */
const endOf = ({ car, scale, acceleration, rows }: Manoeuvre): State => {
  const start = rows[0]
  const spin = start.v / CARS[car].radius
  let state: State = [0, 0, start.delta, start.v, 0, 0, 0, spin, spin]
  for (let i = 0; i + 1 < rows.length; i++) {
    const [a, b] = [rows[i], rows[i + 1]]
    const steps = Math.round((b.t - a.t) / STEP)
    const steerRate = (b.delta - a.delta) / (b.t - a.t)
    for (let k = 0; k < steps; k++)
      state = singleTrackStep(CARS[car], state, STEP, steerRate, acceleration(a.t + k * STEP), scale)
  }
  return state
}

describe('physics/reference: the single-track model with our tyre', () => {
  const all = manoeuvres('std')

  it('knows all the trajectories', () => expect(all).to.have.length(34))

  for (const manoeuvre of all)
    it(`${manoeuvre.name} ${manoeuvre.car} ends within 0.2 m`, () => {
      const end = endOf(manoeuvre)
      const reference = manoeuvre.rows.at(-1)!
      expect(Math.hypot(end[0] - reference.x, end[1] - reference.y)).to.be.lessThan(0.2)
      expect(end[4]).to.be.closeTo(reference.yaw, 0.03)
    })
})
