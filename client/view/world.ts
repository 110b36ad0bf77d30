/**
 * The 3-D view: src/render's scene in a canvas. A chunk of its own, loaded after the page stands. WebGPU where
 * the browser has it, else WebGL2.
 */
import { FreeCamera } from '@babylonjs/core/Cameras/freeCamera.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { Logger } from '@babylonjs/core/Misc/logger.js'
import type { Pose } from '../../src/math/index.ts'
import { cameraRotation, createWorldScene, toBabylon, type WorldScene } from '../../src/render/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { createCloud } from './cloud.ts'
import { openEngine, type OpenEngine, type Surface } from './engine.ts'
import { marksOf, patchEdges, type MarksInput } from './marks.ts'
import { createOverlay } from './overlay.ts'

/** What is drawn over the world; the rest of what marks need is the view's own. */
export interface Marking extends Omit<MarksInput, 'scenario' | 'patches' | 'shapes' | 'state'> {
  /** A lidar's points: x, y, z in the world (m) and the class of each; null: none. */
  readonly points: Float32Array | null
}

export interface View {
  /** What draws: 'WebGPU', 'WebGL2' or 'WebGL2 in software'. */
  readonly backend: string
  /** There is no GPU: a picture takes a second where it would take a hundredth. */
  readonly isSoftware: boolean
  /** Builds the world of this scenario in the place of the one before; its compiled shaders are kept. */
  show(scenario: ConcreteScenario): void
  /** The tick of the picture that is on the screen; null until there is one with everything of the world in it. */
  onScreen(): number | null
  /**
   * Draws the world as `state` has it, seen from `eye`, unless the picture before is still being drawn: then
   * nothing happens. `fov`: vertical, rad.
   */
  draw(state: WorldState, eye: Pose, fov: number, marking?: Marking): void
  resize(): void
  dispose(): void
}

const NEAR = 0.15
const FAR = 1500
/** Without a GPU: after a picture the processor is left to others for this share of the time that it took. */
const REST_SHARE = 0.5

/** @throws Error when the browser offers nothing that `open` can use. */
export const openView = async (canvas: HTMLCanvasElement, open: OpenEngine = openEngine): Promise<View> => {
  Logger.LogLevels = Logger.WarningLogLevel | Logger.ErrorLogLevel
  const surface = await open(canvas)
  const { engine, backend, isSoftware } = surface
  // Not before everything else in the order of the Tab key, as Babylon would have it.
  engine.canvasTabIndex = 0
  const adapt = adaptQuality(surface)
  let shown: {
    readonly world: WorldScene
    readonly camera: FreeCamera
    readonly mark: (state: WorldState, marking: Marking) => void
    /** Everything that the world needs is compiled. */
    whole: boolean
    /** Ticks of the picture that was begun last and of the one on the screen. */
    drawn: number | null
    onScreen: number | null
  } | null = null
  let begun: number | null = null
  let restUntil = 0

  return {
    backend,
    isSoftware,
    show: (scenario) => {
      shown?.world.dispose()
      const road = buildRoad(scenario.road, scenario.surface)
      const world = createWorldScene(engine, scenario, road, { quality: isSoftware ? 'draft' : 'standard' })
      const camera = new FreeCamera('eye', Vector3.Zero(), world.scene)
      camera.minZ = NEAR
      camera.maxZ = FAR
      world.scene.activeCamera = camera
      const overlay = createOverlay(world.scene)
      const shapes = world.shapes.actors
      const patches = patchEdges(scenario, road)
      const cloud = createCloud(world.scene)
      const mark = (state: WorldState, marking: Marking): void => {
        overlay(marksOf({ ...marking, scenario, patches, shapes, state }))
        cloud(marking.points)
      }
      shown = { world, camera, mark, whole: false, drawn: null, onScreen: null }
    },
    onScreen: () => shown?.onScreen ?? null,
    draw: (state, eye, fov, marking) => {
      const now = performance.now()
      if (shown === null || now < restUntil || !surface.isDone()) return
      shown.onScreen = shown.drawn
      if (begun !== null) {
        adapt(now - begun)
        if (isSoftware) restUntil = now + (now - begun) * REST_SHARE
        begun = null
        if (isSoftware) return
      }
      begun = now
      const { world, camera, mark } = shown
      camera.fov = fov
      camera.position = toBabylon(eye.position)
      camera.rotationQuaternion = cameraRotation(eye.orientation)
      world.update(state)
      if (marking !== undefined) mark(state, marking)
      shown.whole ||= world.scene.isReady()
      if (shown.whole) shown.drawn = state.tick
      engine.beginFrame()
      world.scene.render()
      engine.endFrame()
      surface.mark()
    },
    resize: () => engine.resize(),
    dispose: () => {
      shown?.world.dispose()
      engine.dispose()
    },
  }
}

/** A picture that takes longer than this is drawn with fewer pixels, ms; one that takes less with more. */
const SLOW_MS = 60
const FAST_MS = 25
const COARSEST = 3
/** Pictures between two changes. */
const PATIENCE = 10

/** Fewer pixels on a slow machine, all of them on a fast one. @returns what to tell each picture's time, ms. */
const adaptQuality = ({ engine, isSoftware }: Surface): ((ms: number) => void) => {
  const finest = 1 / devicePixelRatio
  if (isSoftware) engine.setHardwareScalingLevel(COARSEST)
  let mean = (SLOW_MS + FAST_MS) / 2
  let rest = PATIENCE
  return (ms) => {
    // A picture that waited for a shader says nothing about the next.
    mean += (Math.min(ms, 4 * SLOW_MS) - mean) * 0.2
    if (--rest > 0) return
    const level = engine.getHardwareScalingLevel()
    const wanted = mean > SLOW_MS ? level * 1.3 : mean < FAST_MS ? level / 1.3 : level
    const next = Math.min(COARSEST, Math.max(finest, wanted))
    if (next === level) return
    engine.setHardwareScalingLevel(next)
    rest = PATIENCE
  }
}
