import { render } from 'preact'
import 'uplot/dist/uPlot.min.css'
import { App } from './app.tsx'
import { openSession } from './session.ts'
import './style/theme.css'
import './style/layout.css'
import './style/world.css'
import './style/panes.css'
import './style/editor.css'
import './style/results.css'

render(<App session={openSession()} />, document.getElementById('app')!)
