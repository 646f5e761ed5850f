import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** So many of them by chance, in their order; the same for the same seed, so that anybody can draw them again. */
export function sampleOf<Each>(from: readonly Each[], seed: number, size: number): Each[] {
  const generator = xoroshiro128plus(seed)
  const places = from.map((_, place) => place)
  const drawn: number[] = []
  while (drawn.length < size && places.length > 0) drawn.push(...places.splice(uniformInt(generator, 0, places.length - 1), 1))
  const chosen = new Set(drawn)
  return from.filter((_, place) => chosen.has(place))
}
