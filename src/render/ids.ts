/** The id (packId of world/classes.ts) of what a Babylon mesh shows, for whoever draws or picks ids. */
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh.js'

const ids = new WeakMap<AbstractMesh, number>()

export const setId = (mesh: AbstractMesh, id: number): void => void ids.set(mesh, id)
/** 0 for a mesh that nobody named. */
export const idOf = (mesh: AbstractMesh): number => ids.get(mesh) ?? 0
