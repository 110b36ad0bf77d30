/** One mesh that shows the marks over the world: unlit, in front of nothing that stands before it. */
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { Scene } from '@babylonjs/core/scene.js'
import type { Vec3 } from '../../src/math/index.ts'
import { toBabylon } from '../../src/render/index.ts'
import { createLaidOver } from './laid-over.ts'
import type { Strips } from './strips.ts'

/** Buffers grow in steps of so many vertices. */
const BLOCK = 3072

export const createOverlay = (scene: Scene): ((strips: Strips) => void) => {
  const { mesh, material } = createLaidOver('marks', scene)
  material.backFaceCulling = false
  material.transparencyMode = PBRMaterial.PBRMATERIAL_ALPHABLEND
  material.zOffset = -2
  material.disableDepthWrite = true
  mesh.hasVertexAlpha = true
  let capacity = 0

  return ({ positions, colors }) => {
    const vertices = positions.length / 3
    mesh.setEnabled(vertices > 0)
    if (vertices === 0) return
    const grows = vertices > capacity
    if (grows) capacity = Math.ceil(vertices / BLOCK) * BLOCK
    const [placed, painted] = [new Float32Array(capacity * 3), new Float32Array(capacity * 4)]
    for (let i = 0; i < vertices; i++) {
      const { x, y, z } = toBabylon(positions.slice(3 * i, 3 * i + 3) as unknown as Vec3)
      placed.set([x, y, z], 3 * i)
    }
    painted.set(colors)
    if (grows) {
      const data = new VertexData()
      data.positions = placed
      data.colors = painted
      data.indices = Array.from({ length: capacity }, (_, i) => i)
      data.applyToMesh(mesh, true)
    } else {
      mesh.updateVerticesData('position', placed)
      mesh.updateVerticesData('color', painted)
    }
  }
}
