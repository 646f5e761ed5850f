import { useLocation } from 'wouter'
import { useSessionAct } from '../../api'

/** Signs out and goes back to the beginning: whoever sits down next does not start where somebody else was. */
export function useSignOut(): { signOut: () => void; pending: boolean } {
  const [, navigate] = useLocation()
  const act = useSessionAct('session.signOut')
  const signOut = () => {
    navigate('/')
    act.mutate({})
  }
  return { signOut, pending: act.isPending }
}
