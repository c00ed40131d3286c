-- AlterTable
ALTER TABLE "hand_over" DROP COLUMN "progress",
ADD COLUMN     "lease_holder" TEXT,
ADD COLUMN     "lease_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "hand_over_failing_idx" ON "hand_over"("target", "failed_at") WHERE (state = 'open' AND error IS NOT NULL);
