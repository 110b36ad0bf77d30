import { expect } from 'chai'
import { wrapAngle } from '../../src/math/index.ts'
import { fixture, roadOfMap } from './given.ts'

const MAPS: Readonly<Record<string, string>> = {
  CCRs: 'StraightRoad_NCAP_noRoadmarks.xodr',
  alks_scenario_4_4_1_cut_in_no_collision_template: 'alks_road_straight.xodr',
  'cut-in': 'e6mini.xodr',
  highway_merge: 'soderleden.xodr',
  pedestrian: 'fabriksgatan.xodr',
}

/** Ego of the merge leaves its lane here, s. */
const KEEPS_UNTIL: Readonly<Record<string, number>> = { 'highway_merge Ego': 6 }

const rows = fixture('esmini-lane-keeping.csv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))

describe('lanes of maps where esmini drives on them', () => {
  for (const [run, map] of Object.entries(MAPS)) {
    const actors = [...new Set(rows.filter((r) => r[0] === run).map((r) => r[2]))]
    for (const actor of actors)
      it(`${run}: ${actor} is in the middle of a lane of ${map}, at its height and heading`, () => {
        const road = roadOfMap(fixture(map))
        const until = KEEPS_UNTIL[`${run} ${actor}`] ?? Infinity
        const mine = rows.filter((r) => r[0] === run && r[2] === actor && Number(r[1]) <= until)
        expect(mine.length).to.be.above(15)
        for (const [, , , x, y, z, heading] of mine) {
          const [px, py] = [Number(x), Number(y)]
          // In a junction roads lie over each other: one of them has its lane's middle here.
          const best = road.roads
            .map(({ index }) => {
              const { s, t, road: on } = road.toRoad(px, py, index)
              const lane = road.laneAt(t, s, on)
              return { on, s, lane, off: lane === undefined ? Infinity : Math.abs(t - lane.t) }
            })
            .sort((a, b) => a.off - b.off)[0]
          expect(best.off).to.be.below(0.05)
          expect(road.height(px, py)).to.be.closeTo(Number(z), 0.005)
          const along = road.toWorld(best.s, 0, best.on).heading + (best.lane!.direction > 0 ? 0 : Math.PI)
          expect(Math.abs(wrapAngle(along - Number(heading)))).to.be.below(0.08)
        }
      })
  }
})
