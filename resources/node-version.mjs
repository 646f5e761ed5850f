// Which Node may do what. The set-up itself runs on Node 20; Daiko needs a newer one, because SQLite's driver ends an older Node without a word.

export const SET_UP_NODE = [20, 0]
export const DAIKO_NODE = [22, 13]

/**
 * Whether a version text such as `v24.21.0` is at least `[major, minor]`.
 * @param {string} version
 * @param {readonly number[]} oldest
 */
export function isAtLeast(version, [oldestMajor = 0, oldestMinor = 0]) {
  const [major = 0, minor = 0] = version.trim().replace(/^v/, '').split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

/** Ends the program with one sentence when the Node that runs it is too old even for the set-up. */
export function refuseOldNode() {
  if (isAtLeast(process.version, SET_UP_NODE)) return
  console.error(`Daiko needs Node ${SET_UP_NODE[0]} or later to set itself up; this is ${process.version}.`)
  process.exit(1)
}
