/** A mesh of what the page lays over the world: unlit, in no weather, of colours that its vertices bring. */
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { Color3 } from '@babylonjs/core/Maths/math.color.js'
import { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import type { Scene } from '@babylonjs/core/scene.js'

export const createLaidOver = (name: string, scene: Scene): { mesh: Mesh; material: PBRMaterial } => {
  const material = new PBRMaterial(name, scene)
  material.unlit = true
  material.albedoColor = Color3.White()
  material.fogEnabled = false
  const mesh = new Mesh(name, scene)
  // Babylon's own types name the class twice; it is one.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
  mesh.material = material
  mesh.isPickable = false
  // Its bounds would be those of the first picture.
  mesh.alwaysSelectAsActiveMesh = true
  return { mesh, material }
}
