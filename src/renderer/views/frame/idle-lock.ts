import { useEffect, useRef } from 'react'

const CHECK_MS = 5_000
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Locks the desk when nobody has touched it for so many minutes. The core locks by its own clock as well. */
export function useIdleLock(minutes: number, lock: () => void): void {
  const latest = useRef(lock)
  latest.current = lock
  useEffect(() => {
    let touched = performance.now()
    const touch = () => {
      touched = performance.now()
    }
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, touch, { passive: true })
    const timer = setInterval(() => {
      if (performance.now() - touched < minutes * 60_000) return
      touch()
      latest.current()
    }, CHECK_MS)
    return () => {
      clearInterval(timer)
      for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touch)
    }
  }, [minutes])
}
