// A driver of your own, in any language that has sockets: see docs/external-driver.md.
//
//     nearmiss run scenario.yaml          (with `driver: external` on an actor)
//     node examples/external-driver.mjs   [port] [host]
//
// This one holds 15 m/s, keeps the middle of the lane that it starts in, and brakes for whom it would hit.
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const [port = '4242', host = '127.0.0.1'] = process.argv.slice(2)
const SPEED = 15

let me = ''
let wheelbase = 2.7
let lane = null

/** Pedals and steering for one state of the world. */
const drive = ({ actors }) => {
  const own = actors.find((a) => a.id === me)
  if (own === undefined) return { throttle: 0, brake: 0, steer_rad: 0 }
  lane ??= own.t_m
  const ahead = actors.filter((a) => a.id !== me && Math.abs(a.t_m - own.t_m) < 2 && a.s_m > own.s_m)
  const gap = Math.min(Infinity, ...ahead.map((a) => a.s_m - own.s_m - own.length_m))
  if (gap < 5 + (own.vx_mps * own.vx_mps) / 10) return { throttle: 0, brake: 0.8, steer_rad: 0 }
  // Steer at a point of the lane one and a half seconds ahead (on a straight road along x).
  const reach = Math.max(8, 1.5 * own.vx_mps)
  const bend = (2 * (lane - own.t_m - reach * Math.sin(own.yaw_rad))) / (reach * reach)
  return {
    throttle: Math.max(0, Math.min(1, 0.15 + 0.1 * (SPEED - own.vx_mps))),
    brake: 0,
    steer_rad: Math.atan(wheelbase * bend),
  }
}

const knock = () => {
  const socket = connect(Number(port), host)
  socket.on('error', (error) => {
    // Nearmiss may not listen yet: knock again.
    if (error.code === 'ECONNREFUSED') setTimeout(knock, 200)
    else throw error
  })
  const say = (message) => socket.write(`${JSON.stringify(message)}\n`)
  const lines = createInterface({ input: socket })
  lines.on('error', () => {}) // Said by the socket already.
  lines.on('line', (line) => {
    const message = JSON.parse(line)
    if (message.type === 'hello') {
      me = message.actor
      wheelbase = message.vehicle.wheelbase_m ?? wheelbase
      say({ type: 'hello' })
    } else if (message.type === 'state') {
      say(drive(message))
    } else {
      socket.end()
    }
  })
}

knock()
