/** The other baseline: cannon-es's RaycastVehicle on its ground plane, as its examples set it up. */
import { Body, Box, Plane, RaycastVehicle, SAPBroadphase, Vec3, World } from 'cannon-es'
import type { VehicleSpec } from '../src/scenario/index.ts'

export const raycastVehicles = (count: number, v: VehicleSpec, dt: number): (() => void) => {
  const world = new World({ gravity: new Vec3(0, 0, -9.81) })
  world.broadphase = new SAPBroadphase(world)
  const ground = new Body({ mass: 0, shape: new Plane() })
  world.addBody(ground)
  const [cx, , h] = v.centreOfGravity
  for (let i = 0; i < count; i++) {
    const body = new Body({ mass: v.mass, position: new Vec3(40 * i, 0, h), velocity: new Vec3(20, 0, 0) })
    body.addShape(
      new Box(new Vec3(v.length / 2, v.width / 2, (v.height - v.groundClearance) / 2)),
      new Vec3(0, 0, 0.25),
    )
    const vehicle = new RaycastVehicle({
      chassisBody: body,
      indexForwardAxis: 0,
      indexRightAxis: 1,
      indexUpAxis: 2,
    })
    for (let w = 0; w < 4; w++) {
      const axle = v.axles[w >> 1]
      vehicle.addWheel({
        ...{ radius: axle.wheelRadius, directionLocal: new Vec3(0, 0, -1), axleLocal: new Vec3(0, 1, 0) },
        ...{
          suspensionStiffness: 30,
          suspensionRestLength: 0.3,
          frictionSlip: 1.4,
          maxSuspensionTravel: 0.2,
        },
        ...{ dampingRelaxation: 2.3, dampingCompression: 4.4, maxSuspensionForce: 1e5, rollInfluence: 0.01 },
        chassisConnectionPointLocal: new Vec3(axle.x - cx, (w % 2 === 0 ? 0.5 : -0.5) * axle.track, 0),
      })
    }
    vehicle.addToWorld(world)
    for (const w of [0, 1]) {
      vehicle.setSteeringValue(0.01, w)
      vehicle.applyEngineForce(-600, w)
    }
  }
  return () => world.step(dt)
}
