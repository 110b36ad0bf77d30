/** Takes the gallery's pictures. */
import { pinholeFromFov, rotate, type CameraView, type Vec3 } from '../../math/index.ts'
import { buildRoad } from '../../road/index.ts'
import { disk, scenarioFolder, vehicleFolder } from '../../scenario/files.ts'
import {
  formatDiagnostics,
  loadScenarioFrom,
  sampleScenario,
  type ConcreteScenario,
  type Files,
} from '../../scenario/index.ts'
import { actorShape, boxOf } from '../../shape/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { bystanderView, type PictureSize } from '../bystander.ts'
import { simulate } from '../simulate.ts'
import type { Aim, Scene, Spot } from './cards.ts'
import type { Tile } from './sheet.ts'

const FILE = 'gallery.yaml'

/** A scene as a scenario of this seed. */
export const sceneScenario = ({ yaml, time }: Scene, seed: number): ConcreteScenario => {
  const text = [
    `scenario: gallery\nversion: 1\ntitle: Gallery\nrun: {seed: ${seed}, stop: {after: ${time + 0.1} s}}`,
    yaml,
  ].join('\n')
  const files: Files = { ...disk, read: (path) => (path === FILE ? text : disk.read(path)) }
  const { scenario, diagnostics } = loadScenarioFrom(files, FILE, {
    vehicles: vehicleFolder(),
    library: scenarioFolder(),
  })
  if (scenario === null)
    throw new Error(`a scene of the gallery is wrong:\n${formatDiagnostics(diagnostics)}`)
  return sampleScenario(scenario, seed)
}

/** Draws the pictures of a scene, in their order. Needs a process with the driver's environment (ensureDrawingProcess). */
export const drawScene = async (scene: Scene, seed: number, size: PictureSize): Promise<Tile[]> => {
  const scenario = sceneScenario(scene, seed)
  const state = stateAt(scenario, scene.time)
  const { createNodeRenderer } = await import('../../render/node/index.ts')
  const renderer = await createNodeRenderer(scenario, { labels: false })
  try {
    const tiles: Tile[] = []
    for (const { caption, aim } of scene.cards) {
      const { rgba } = await renderer.draw(
        viewOf(scenario, state, aim, size),
        onlyThose(scenario, state, aim),
      )
      tiles.push({ caption, ...size, rgba })
    }
    return tiles
  } finally {
    renderer.dispose()
  }
}

const stateAt = (scenario: ConcreteScenario, time: number): WorldState => {
  let last: WorldState | null = null
  for (const state of simulate(scenario)) {
    last = state
    if (state.time >= time) break
  }
  if (last === null) throw new Error('a run has at least one state')
  return last
}

/** Whether a picture is about an actor: one that it names, or what that one tows. */
const isAbout = ({ actors }: ConcreteScenario, aim: Aim, i: number): boolean =>
  aim.kind === 'place' || aim.actors.includes(actors[i].id) || aim.actors.includes(actors[i].towedBy ?? '')

/** The state without those whom the picture is not about. */
const onlyThose = (scenario: ConcreteScenario, state: WorldState, aim: Aim): WorldState => ({
  ...state,
  actors: state.actors.map((a, i): ActorState => ({ ...a, present: a.present && isAbout(scenario, aim, i) })),
})

const viewOf = (scenario: ConcreteScenario, state: WorldState, aim: Aim, size: PictureSize): CameraView => {
  if (aim.kind === 'round') return roundView(scenario, state, aim, size)
  const road = buildRoad(scenario.road, scenario.surface)
  const place = ([s, t, height]: Spot): Vec3 => {
    const { x, y } = road.toWorld(s, t, 0)
    return [x, y, road.height(x, y) + height]
  }
  return bystanderView(place(aim.eye), place(aim.at), (aim.fov * Math.PI) / 180, size)
}

/** Of pictures round an actor: from so far to the left of straight before it, and so far above, rad. */
const ASIDE = 0.62
const ASIDE_OF_LONG = 3.6
const ABOVE = 0.2
const LENS = 0.5
/** Room round what is shown. */
const ROOM = 1.12

const roundView = (
  scenario: ConcreteScenario,
  state: WorldState,
  aim: Extract<Aim, { kind: 'round' }>,
  size: PictureSize,
): CameraView => {
  const corners = scenario.actors.flatMap((_, i): Vec3[] => {
    if (!isAbout(scenario, aim, i)) return []
    const { position, orientation } = state.actors[i]
    const { center, size: extent } = boxOf(actorShape(scenario.actors[i], scenario.seed))
    const ends = (k: 0 | 1 | 2): number[] => [-1, 1].map((side) => center[k] + (side * extent[k]) / 2)
    return ends(0).flatMap((x) =>
      ends(1).flatMap((y) =>
        ends(2).map((z): Vec3 => {
          const [dx, dy, dz] = rotate(orientation, [x, y, z])
          return [position[0] + dx, position[1] + dy, position[2] + dz]
        }),
      ),
    )
  })
  const middle = [0, 1, 2].map((k) => {
    const values = corners.map((c) => c[k])
    return (Math.min(...values) + Math.max(...values)) / 2
  }) as unknown as Vec3
  const longest = Math.max(
    ...scenario.actors.map(({ spec }, i) => (isAbout(scenario, aim, i) ? spec.length : 0)),
  )
  // Round what is long the camera stays over the road, where nothing grows.
  const aside = Math.min(ASIDE, ASIDE_OF_LONG / longest)
  const first = state.actors[scenario.actors.findIndex(({ id }) => aim.actors.includes(id))]
  const [fx, fy] = rotate(first.orientation, [Math.cos(aside), Math.sin(aside), 0])
  const towards: Vec3 = [fx * Math.cos(ABOVE), fy * Math.cos(ABOVE), Math.sin(ABOVE)]
  const { width, height, fx: focal } = pinholeFromFov(size.width, size.height, LENS)
  // As far off as brings every corner into the picture.
  let far = 0
  const right: Vec3 = [-fy, fx, 0]
  const up: Vec3 = [-fx * Math.sin(ABOVE), -fy * Math.sin(ABOVE), Math.cos(ABOVE)]
  const along = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
  for (const corner of corners) {
    const off: Vec3 = [corner[0] - middle[0], corner[1] - middle[1], corner[2] - middle[2]]
    const half = Math.max(Math.abs(along(off, right)) / (width / 2), Math.abs(along(off, up)) / (height / 2))
    far = Math.max(far, ROOM * focal * half + along(off, towards))
  }
  const eye: Vec3 = [middle[0] + far * towards[0], middle[1] + far * towards[1], middle[2] + far * towards[2]]
  return bystanderView(eye, middle, LENS, size)
}
