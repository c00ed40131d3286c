-- DropIndex
DROP INDEX "lead_closed_idx";

-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "about" UUID[];

-- CreateIndex
CREATE INDEX "delivery_about_idx" ON "delivery" USING GIN ("about") WHERE (about IS NOT NULL);

-- CreateIndex
CREATE INDEX "lead_closed_idx" ON "lead"("status", "received_at", "id") WHERE (status = 'review' OR status = 'disqualified' OR status = 'won' OR status = 'lost' OR status = 'merged');
