/** Traffic lights that the story sets, conditions on what they show, and how traffic takes it. */
import { expect } from 'chai'
import { buildRoad } from '../../src/road/index.ts'
import { simulate } from '../../src/run/index.ts'
import type { LightState } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { sedan, traffic } from '../behaviour/roads.ts'

const ROAD =
  '{junction: {kind: x, main: [north, south], control: lights, lights: {green: 60 s}}, lanes: [-1, 1]}'
const south = sedan('south', 40, 12, 'route: [north]')

/** Runs a crossroads whose lights are green for south and north; the story is YAML. */
const run = (story: string, actors: Readonly<Record<string, string>>, seconds: number): WorldState[] => [
  ...simulate(traffic(ROAD, actors, { seconds, more: `do:\n${story}` })),
]

const shownAt = (states: readonly WorldState[], time: number, signal: string): LightState =>
  states[Math.round(time * 100)].lights!.find((light) => light.signal === signal)!.shows

const roadAtEnd = (states: readonly WorldState[], actor: number): string => {
  const { roads } = buildRoad(traffic(ROAD, { ego: south }).road, [])
  return roads[states.at(-1)!.actors[actor].road!].id
}

describe('traffic lights that the story sets', () => {
  it('show what they are set to until that ends, and then their programme again', () => {
    const states = run(
      '  - {when: time >= 1 s, lights: {signal: light-south, shows: red, until: time >= 2 s}}\n' +
        '  - {when: time >= 3 s, lights: {signal: [light-east, light-west], shows: off}}\n' +
        '  - {when: time >= 4 s, lights: {signal: all, shows: flashing}}\n',
      { ego: sedan('south', 40, 0, 'driver: none') },
      5,
    )
    const shown = (signal: string): LightState[] =>
      [0.5, 1.5, 2.5, 3.5, 4.5].map((time) => shownAt(states, time, signal))
    expect(shown('light-south')).to.deep.equal(['green', 'red', 'green', 'green', 'flashing'])
    expect(shown('light-north')).to.deep.equal(['green', 'green', 'green', 'green', 'flashing'])
    expect(shown('light-west')).to.deep.equal(['red', 'red', 'red', 'off', 'flashing'])
  })

  it('hold who drives up to them, and let go whom they let go @slow', () => {
    const held = run('  - {lights: {signal: light-south, shows: red}}\n', { ego: south }, 14)
    expect(roadAtEnd(held, 0)).to.equal('south')
    expect(held.at(-1)!.actors[0].velocity[1]).to.be.below(0.2)
    const freed = run('  - {lights: {signal: all, shows: green}}\n', { ego: sedan('west', 40, 12) }, 14)
    expect(roadAtEnd(freed, 0)).to.equal('east')
  })

  it('are seen by conditions, with the road that an actor is on @slow', () => {
    const states = run(
      "  - {when: light('light-south') == 'red', id: seen, ego: {indicator: left}}\n" +
        '  - {when: time >= 1 s, lights: {signal: light-south, shows: red, until: time >= 1.5 s}}\n' +
        "  - {when: ego.road == 'north', id: there, ego: {brake: 6 m/s^2}}\n",
      { ego: south },
      16,
    )
    const began = (id: string): number =>
      states.flatMap(({ events }) => events).find((e) => e.kind === 'phase' && e.phase === id)!.time
    expect(began('seen')).to.be.closeTo(1, 0.02)
    const before = states[Math.round(began('there') * 100) - 2]
    const { roads } = buildRoad(traffic(ROAD, { ego: south }).road, [])
    expect(roads[before.actors[0].road!].id).to.not.equal('north')
    expect(roadAtEnd(states, 0)).to.equal('north')
  })

  it('leave the junction to who comes from the right when they are out of order @slow', () => {
    const first = (shows: string): string => {
      const actors = { left: sedan('south', 60, 10), right: sedan('east', 60, 10) }
      const states = run(`  - {lights: {signal: all, shows: ${shows}}}\n`, actors, 12)
      const { roads } = buildRoad(traffic(ROAD, { ego: south }).road, [])
      const through = states.find(({ actors: [a, b] }) =>
        [a, b].some(({ road }, i) => roads[road!].id === ['north', 'west'][i]),
      )!
      return roads[through.actors[0].road!].id === 'north' ? 'left' : 'right'
    }
    expect(first('off')).to.equal('right')
    expect(first('flashing')).to.equal('right')
  })
})
