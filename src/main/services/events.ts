import type { Notification, Subject } from '../../preload/contract/carrier'

/** Tells every carrier what changed. Nothing of the state itself travels here. */
export interface Events {
  publish(notification: Notification): void
  /** Returns the function that ends the subscription. */
  subscribe(listener: (notification: Notification) => void): () => void
}

export function createEvents(): Events {
  const listeners = new Set<(notification: Notification) => void>()
  return {
    publish(notification) {
      for (const listener of [...listeners]) listener(notification)
    },
    subscribe(listener) {
      // A wrapper of its own, so that the same function may subscribe twice.
      const own = (notification: Notification) => listener(notification)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

/** Says that these subjects changed. */
export function publishChanged(events: Events, ...subjects: Subject[]): void {
  events.publish({ kind: 'changed', subjects })
}
