/**
 * render: WorldState and shapes -> Babylon scene -> pixels. The same code in Node (src/render/node) and in
 * the dashboard's page. The only room, with the client, that knows Babylon; the only file that converts
 * to Babylon's frame is frame.ts.
 */
export * from './renderer.ts'
export { cameraRotation, toBabylon } from './frame.ts'
export { createWorldScene, type WorldScene, type WorldSceneOptions } from './scene.ts'
