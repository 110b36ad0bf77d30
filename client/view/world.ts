/**
 * The 3-D view: src/render's scene in a canvas. A chunk of its own, loaded after the page stands. WebGPU where
 * the browser has it, else WebGL2.
 */
import type { AbstractEngine } from '@babylonjs/core/Engines/abstractEngine.js'
import { FreeCamera } from '@babylonjs/core/Cameras/freeCamera.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { Logger } from '@babylonjs/core/Misc/logger.js'
import type { Pose } from '../../src/math/index.ts'
import { cameraRotation, createWorldScene, toBabylon } from '../../src/render/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'

export interface World {
  /** What draws: 'WebGPU' or 'WebGL2'. */
  readonly backend: string
  /** Draws the world as `state` has it, seen from `eye`. `fov`: vertical, rad. */
  draw(state: WorldState, eye: Pose, fov: number): void
  resize(): void
  dispose(): void
}

const NEAR = 0.15
const FAR = 1500
/** A picture that takes longer than this is drawn with fewer pixels, ms; and with more again below the other. */
const SLOW_MS = 55
const FAST_MS = 22
const COARSEST = 3

/** @throws Error when the browser offers neither WebGPU nor WebGL2. */
export const openWorld = async (canvas: HTMLCanvasElement, scenario: ConcreteScenario): Promise<World> => {
  Logger.LogLevels = Logger.WarningLogLevel | Logger.ErrorLogLevel
  const { engine, backend } = await openEngine(canvas)
  const world = createWorldScene(engine, scenario, buildRoad(scenario.road, scenario.surface))
  const camera = new FreeCamera('eye', Vector3.Zero(), world.scene)
  camera.minZ = NEAR
  camera.maxZ = FAR
  const quality = adaptQuality(engine)

  return {
    backend,
    draw: (state, eye, fov) => {
      const began = performance.now()
      camera.fov = fov
      camera.position = toBabylon(eye.position)
      camera.rotationQuaternion = cameraRotation(eye.orientation)
      world.update(state)
      engine.beginFrame()
      world.scene.render()
      engine.endFrame()
      quality(performance.now() - began)
    },
    resize: () => engine.resize(),
    dispose: () => {
      world.dispose()
      engine.dispose()
    },
  }
}

const openEngine = async (
  canvas: HTMLCanvasElement,
): Promise<{ engine: AbstractEngine; backend: string }> => {
  if ('gpu' in navigator)
    try {
      const { WebGPUEngine } = await import('@babylonjs/core/Engines/webgpuEngine.js')
      await import('@babylonjs/core/Engines/WebGPU/Extensions/index.js')
      if (await WebGPUEngine.IsSupportedAsync) {
        const engine = new WebGPUEngine(canvas, { antialias: true, adaptToDeviceRatio: true })
        await engine.initAsync()
        return { engine, backend: 'WebGPU' }
      }
    } catch {
      // A browser that promises WebGPU and has no device for it: WebGL2 serves.
    }
  const { Engine } = await import('@babylonjs/core/Engines/engine.js')
  const engine = new Engine(canvas, true, { stencil: false, powerPreference: 'high-performance' }, true)
  if (engine.webGLVersion < 2) {
    engine.dispose()
    throw new Error('This browser has neither WebGPU nor WebGL2; the 3-D view needs one of them.')
  }
  return { engine, backend: 'WebGL2' }
}

/** Fewer pixels on a slow machine (software rendering takes a tenth of a second a picture), all of them on a fast one. */
const adaptQuality = (engine: AbstractEngine): ((ms: number) => void) => {
  let mean = 30
  let rest = 20
  return (ms) => {
    mean += (ms - mean) * 0.15
    if (--rest > 0) return
    const level = engine.getHardwareScalingLevel()
    const finest = 1 / devicePixelRatio
    if (mean > SLOW_MS && level < COARSEST) engine.setHardwareScalingLevel(Math.min(COARSEST, level * 1.3))
    else if (mean < FAST_MS && level > finest) engine.setHardwareScalingLevel(Math.max(finest, level / 1.3))
    else return
    rest = 15
  }
}
