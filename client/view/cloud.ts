/** The points of a lidar in the world: one mesh that is drawn as points. */
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { toBabylon } from '../../src/render/index.ts'
import { createLaidOver } from './laid-over.ts'

/** px; WebGPU draws one, whatever is asked for. */
const POINT_SIZE = 3
/** Numbers of a point: x, y, z in the world (m) and its class. */
const POINT = 4

/** The same colour for the same class: steps of the golden angle round the colour circle. */
const colourOf = (number: number): readonly [number, number, number] => {
  if (number === 0) return [0.6, 0.65, 0.7]
  const hue = (number * 137.508) / 60
  const part = (n: number): number => {
    const k = (n + hue) % 6
    return 1 - 0.75 * Math.max(0, Math.min(k, 4 - k, 1))
  }
  return [part(5), part(3), part(1)]
}

/** @returns shows these points from now on; null: none */
export const createCloud = (scene: Scene): ((points: Float32Array | null) => void) => {
  const { mesh, material } = createLaidOver('points', scene)
  material.pointsCloud = true
  mesh.setEnabled(false)
  const colours = new Map<number, readonly [number, number, number]>()
  let shown: Float32Array | null = null
  return (points) => {
    if (points === shown) return
    shown = points
    const count = points === null ? 0 : Math.floor(points.length / POINT)
    mesh.setEnabled(count > 0)
    // On a coarse picture a point is no larger to the eye.
    material.pointSize = Math.max(1, POINT_SIZE / scene.getEngine().getHardwareScalingLevel())
    if (points === null || count === 0) return
    const [positions, colors] = [new Float32Array(count * 3), new Float32Array(count * 4)]
    for (let i = 0; i < count; i++) {
      const at = POINT * i
      const { x, y, z } = toBabylon([points[at], points[at + 1], points[at + 2]])
      positions.set([x, y, z], 3 * i)
      const number = points[at + 3]
      const colour = colours.get(number) ?? colourOf(number)
      colours.set(number, colour)
      colors.set(colour, 4 * i)
      colors[4 * i + 3] = 1
    }
    const data = new VertexData()
    data.positions = positions
    data.colors = colors
    data.indices = Array.from({ length: count }, (_, i) => i)
    data.applyToMesh(mesh, true)
  }
}
