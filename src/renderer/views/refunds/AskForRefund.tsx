import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RefundCause, RefundTarget } from '../../../preload/contract/refunds'
import { useMay } from '../../api'
import { useWords } from '../../words'
import { RequestRefund } from './RequestRefund'

/** The way to a refund from wherever its money is shown; only for those who may ask for one. */
export function AskForRefund({ target, cause, again }: { target: RefundTarget; cause?: RefundCause; again?: boolean }) {
  const { t } = useWords()
  const mayRefund = useMay('refund')
  const [asking, setAsking] = useState(false)
  if (!mayRefund) return null
  return (
    <>
      <Button onClick={() => setAsking(true)} size="xs" variant="default">
        {t(again ? 'refunds.requestAgain' : 'refunds.request')}
      </Button>
      {asking ? <RequestRefund onClose={() => setAsking(false)} target={target} {...(cause ? { cause } : {})} /> : null}
    </>
  )
}
