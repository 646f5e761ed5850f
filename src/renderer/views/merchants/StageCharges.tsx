import { Button, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { MerchantCharges } from '../../../preload/contract/charges'
import type { BusinessDate } from '../../../preload/contract/date'
import type { MerchantId } from '../../../preload/contract/ids'
import { PaymentMethod } from '../../../preload/contract/merchants'
import type { PayoutContract } from '../../../preload/contract/payouts'
import { TransferFeeBearer, TransferFeeConvention } from '../../../preload/contract/transfer-fees'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import { type ChargesDraft, chargesDraftOf, isSameCharges, newPlan, planProblem, readCharges } from './charges-draft'
import { FeeTable } from './FeeTable'
import styles from './merchants.module.css'
import { PlanFields } from './PlanFields'

export interface StageChargesProps {
  seen: { id: MerchantId; version: number }
  charges: MerchantCharges
  methods: readonly PaymentMethod[]
  today: BusinessDate
  onEnd: () => void
}

/** Asks for other charges. The present ones hold until a supervisor has approved, and what has begun is never changed. */
export function StageCharges({ seen, charges: present, methods, today, onEnd }: StageChargesProps) {
  const { t } = useWords()
  const [draft, setDraft] = useState<ChargesDraft>(() => chargesDraftOf(present, today))
  const [tried, setTried] = useState(false)
  const stage = useAct('merchants.stageCharges')
  const { charges, problems } = readCharges(draft, today)
  const send = () => {
    setTried(true)
    if (charges) stage.mutate({ ...seen, charges }, { onSuccess: onEnd })
  }
  return (
    <Stack gap="sm">
      <p>{t('charges.stageText')}</p>
      <div>
        <h3 className={styles.heading}>{t('charges.begun')}</h3>
        {draft.begun.length > 0 ? <FeeTable fees={draft.begun} /> : <p className={styles.dimmed}>{t('approvals.noFees')}</p>}
      </div>
      <Plans draft={draft} methods={methods} onChange={setDraft} today={today} wrong={(path) => tried && problems.includes(path)} />
      <ContractFields contract={draft.contract} onChange={(contract) => setDraft({ ...draft, contract })} />
      <RefusalText error={stage.error} />
      <Group gap="xs">
        <Button disabled={charges !== null && isSameCharges(charges, present)} loading={stage.isPending} onClick={send} size="xs">
          {t('charges.stageAct')}
        </Button>
        <Button onClick={onEnd} size="xs" variant="default">
          {t('parts.cancel')}
        </Button>
        {tried && problems.length > 0 ? <p role="alert">{t('parts.formRefused')}</p> : null}
      </Group>
    </Stack>
  )
}

interface PlansProps {
  draft: ChargesDraft
  methods: readonly PaymentMethod[]
  today: BusinessDate
  onChange: (draft: ChargesDraft) => void
  wrong: (path: string) => boolean
}

/** Fees to come, one a row. */
function Plans({ draft, methods, today, onChange, wrong }: PlansProps) {
  const { t } = useWords()
  const { plans } = draft
  const problems = plans.flatMap((plan, at) => (wrong(`plans.${at}.whole`) ? [planProblem(plan, draft, today)] : []))
  const offered = PaymentMethod.options.filter((method) => methods.includes(method))
  return (
    <div>
      <h3 className={styles.heading}>{t('charges.plans')}</h3>
      {plans.length > 0 ? (
        <PlanFields methods={offered} onChange={(changed) => onChange({ ...draft, plans: changed })} plans={plans} wrong={wrong} />
      ) : (
        <p className={styles.dimmed}>{t('charges.noPlans')}</p>
      )}
      <div className={styles.problems} role="alert">
        {[...new Set(problems)].map((problem) => (problem ? <p key={problem}>{t(`charges.problem.${problem}`)}</p> : null))}
      </div>
      <Button
        mt={6}
        onClick={() => onChange({ ...draft, plans: [...plans, newPlan(offered[0] ?? 'bank_transfer', draft, today)] })}
        size="compact-xs"
        variant="default"
      >
        {t('charges.addPlan')}
      </Button>
    </div>
  )
}

/** Who bears what of a payout, and from which amount it is paid. */
function ContractFields({ contract, onChange }: { contract: PayoutContract; onChange: (contract: PayoutContract) => void }) {
  const { t } = useWords()
  const bearer = (field: 'transferFeeBearer' | 'returnFeeBearer' | 'differenceBearer') => (
    <Select
      data={TransferFeeBearer.options.map((value) => ({ value, label: t(`charges.bearer.${value}`) }))}
      label={t(`charges.${field}`)}
      onChange={(value) => onChange({ ...contract, [field]: value === 'merchant' ? 'merchant' : 'agent' })}
      size="xs"
      value={contract[field]}
      w={240}
    />
  )
  return (
    <div>
      <h3 className={styles.heading}>{t('charges.contract')}</h3>
      <Group align="start" gap="md">
        {bearer('transferFeeBearer')}
        <Select
          data={TransferFeeConvention.options.map((value) => ({ value, label: t(`charges.convention.${value}`) }))}
          disabled={contract.transferFeeBearer === 'agent'}
          label={t('charges.transferFeeConvention')}
          onChange={(value) => {
            const convention = TransferFeeConvention.safeParse(value)
            if (convention.success) onChange({ ...contract, transferFeeConvention: convention.data })
          }}
          size="xs"
          value={contract.transferFeeConvention}
          w={240}
        />
        {bearer('returnFeeBearer')}
        {bearer('differenceBearer')}
        <YenField
          description={t('charges.minimumHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          label={t('charges.minimum')}
          onChange={(minimum) => onChange({ ...contract, minimum })}
          size="xs"
          value={contract.minimum}
          w={200}
        />
      </Group>
    </div>
  )
}
