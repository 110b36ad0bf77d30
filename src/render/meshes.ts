/** Our plain triangle meshes as Babylon meshes, in as few draws as their materials allow. */
import { VertexBuffer } from '@babylonjs/core/Buffers/buffer.js'
import { Mesh as BabylonMesh } from '@babylonjs/core/Meshes/mesh.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { Scene } from '@babylonjs/core/scene.js'
import type { Mesh } from '../shape/index.ts'

/** Joins meshes that share a frame and a material into one. */
export const joinMeshes = (meshes: readonly Mesh[]): Mesh => {
  if (meshes.length === 1) return meshes[0]
  const vertices = meshes.reduce((n, m) => n + m.positions.length / 3, 0)
  const positions = new Float32Array(vertices * 3)
  const normals = new Float32Array(vertices * 3)
  const hasUvs = meshes.some((m) => m.uvs !== null)
  const hasColors = meshes.some((m) => m.colors !== null)
  const uvs = hasUvs ? new Float32Array(vertices * 2) : null
  const colors = hasColors ? new Float32Array(vertices * 3).fill(1) : null
  const indices = new Uint32Array(meshes.reduce((n, m) => n + m.indices.length, 0))
  let vertex = 0
  let index = 0
  for (const mesh of meshes) {
    positions.set(mesh.positions, vertex * 3)
    normals.set(mesh.normals, vertex * 3)
    if (mesh.uvs !== null) uvs?.set(mesh.uvs, vertex * 2)
    if (mesh.colors !== null) colors?.set(mesh.colors, vertex * 3)
    for (const i of mesh.indices) indices[index++] = i + vertex
    vertex += mesh.positions.length / 3
  }
  return { positions, normals, uvs, colors, indices }
}

/** Texture coordinates of a mesh that has none, m: from the side that each vertex faces most. */
const boxUvs = ({ positions, normals }: Mesh): Float32Array => {
  const uvs = new Float32Array((positions.length / 3) * 2)
  for (let i = 0, t = 0; i < positions.length; i += 3, t += 2) {
    const x = Math.abs(normals[i])
    const y = Math.abs(normals[i + 1])
    const z = Math.abs(normals[i + 2])
    const facesUp = z >= x && z >= y
    uvs[t] = positions[!facesUp && x >= y ? i + 1 : i]
    uvs[t + 1] = positions[facesUp ? i + 1 : i + 2]
  }
  return uvs
}

/** RGBA vertex colours from RGB ones. */
const withAlpha = (colors: Float32Array): Float32Array => {
  const rgba = new Float32Array((colors.length / 3) * 4).fill(1)
  for (let i = 0; i < colors.length / 3; i++) rgba.set(colors.subarray(3 * i, 3 * i + 3), 4 * i)
  return rgba
}

/** A Babylon mesh of `mesh` (still in our frame: hang it below the root node). */
export const buildMesh = (name: string, mesh: Mesh, scene: Scene): BabylonMesh => {
  const data = new VertexData()
  data.positions = mesh.positions
  data.normals = mesh.normals
  data.uvs = mesh.uvs ?? boxUvs(mesh)
  data.indices = mesh.indices
  const built = new BabylonMesh(name, scene)
  data.applyToMesh(built)
  if (mesh.colors !== null) built.setVerticesData(VertexBuffer.ColorKind, withAlpha(mesh.colors), false, 4)
  built.isPickable = false
  return built
}
