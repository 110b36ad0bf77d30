/** The renderer of camera frames in Node: draws a state, gives back pixels and their truth. */
import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { transformPoint, type CameraView, type Pinhole } from '../../math/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { cameraRotation, projectionMatrix, toBabylon } from '../frame.ts'
import type { Raster, Renderer } from '../renderer.ts'
import { createWorldScene, type WorldShapes } from '../scene.ts'
import { createNodeEngine } from './engine.ts'
import { LabelPlugin } from './label-plugin.ts'
import { FrameTarget } from './target.ts'

export interface NodeRendererOptions {
  /** Left out: made from the scenario by src/shape. */
  readonly shapes: WorldShapes
}

/** How far before the camera the middle of the shadowed region lies, m. */
const SHADOW_AHEAD = 32

/**
 * Opens the driver that the process's environment names and builds the scenario's world on it. One a
 * process. Fork the process with renderEnvironment().
 */
export const createNodeRenderer = async (
  scenario: ConcreteScenario,
  { shapes }: NodeRendererOptions,
): Promise<Renderer> => {
  const { engine, device, driver } = await createNodeEngine()
  const world = createWorldScene(engine, scenario, shapes, {
    onMaterial: (material) => new LabelPlugin(material, material.name === 'sky'),
  })
  const { scene } = world
  // One target a picture size: a rig has few.
  const targets = new Map<string, FrameTarget>()
  const targetOf = ({ width, height }: Pinhole): FrameTarget => {
    const key = `${width}x${height}`
    const target = targets.get(key) ?? new FrameTarget(width, height, scene, device)
    targets.set(key, target)
    return target
  }
  const camera = new TargetCamera('camera', Vector3.Zero(), scene)
  camera.updateUpVectorFromRotation = true
  scene.activeCamera = camera

  const draw = async (view: CameraView, state: WorldState): Promise<Raster> => {
    const { width, height } = view.pinhole
    const target = targetOf(view.pinhole)
    camera.outputRenderTarget = target.target
    camera.position = toBabylon(view.pose.position)
    camera.rotationQuaternion = cameraRotation(view.pose.orientation)
    camera.minZ = view.near
    camera.maxZ = view.far
    camera.freezeProjectionMatrix(projectionMatrix(view, engine.useReverseDepthBuffer))
    world.update(state, transformPoint(view.pose, [SHADOW_AHEAD, 0, 0]))
    world.follow(view.pose.position, view.far)
    await scene.whenReadyAsync()
    engine.beginFrame()
    scene.render()
    engine.endFrame()
    const [rgba, depths, id] = await target.read()
    return {
      width,
      height,
      rgba: new Uint8Array(rgba),
      depth: new Float32Array(depths),
      ids: new Uint32Array(id),
      alone: [],
    }
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    driver,
    draw: (view, state) => {
      const next = last.then(() => draw(view, state))
      last = next.catch(() => undefined)
      return next
    },
    dispose: () => {
      for (const target of targets.values()) target.dispose()
      world.dispose()
      engine.dispose()
    },
  }
}
