import { ok, problem } from '../findings/finding.ts'
import type { Check } from './check.ts'

const [MAJOR, MINOR] = [22, 19]

/** The oldest Node that runs the router's TypeScript as it is. */
export const nodeVersionCheck: Check = () => {
  const { node } = process.versions
  const [major = 0, minor = 0] = node.split('.').map(Number)
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return [ok('node', `Node ${node}`)]
  const text = `Node ${node} is older than ${MAJOR}.${MINOR}`
  return [problem('node', text, 'start it with npm start, which brings its own Node')]
}
