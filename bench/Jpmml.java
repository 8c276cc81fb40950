/*
 * JPMML-Evaluator, warm, one thread: java -cp JARS Jpmml.java MODEL.pmml ROWS.csv REPETITIONS
 *
 * Rows are numbers, in the order of the model's input fields c1, c2, ...  Prints
 * CPU nanoseconds a row of each repetition, behind two that warm up.  Making the
 * map of arguments from a row is part of it, as for any caller.
 */
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;

public class Jpmml {
	public static void main(String[] args) throws Exception {
		Evaluator evaluator = new LoadingModelEvaluatorBuilder().load(new File(args[0])).build();
		evaluator.verify();
		List<InputField> fields = evaluator.getInputFields();
		List<String> lines = Files.readAllLines(new File(args[1]).toPath());
		double[][] rows = new double[lines.size()][];
		for (int i = 0; i < rows.length; i++) {
			String[] cells = lines.get(i).split(",");
			rows[i] = new double[cells.length];
			for (int j = 0; j < cells.length; j++)
				rows[i][j] = Double.parseDouble(cells[j]);
		}
		int[] places = new int[fields.size()];
		String[] names = new String[places.length];
		for (int f = 0; f < places.length; f++) {
			names[f] = fields.get(f).getName();
			places[f] = Integer.parseInt(names[f].substring(1)) - 1;
		}
		Object kept = null;
		for (int repetition = -2; repetition < Integer.parseInt(args[2]); repetition++) {
			long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			for (double[] row : rows) {
				Map<String, Object> arguments = new HashMap<>();
				for (int f = 0; f < places.length; f++)
					arguments.put(names[f], row[places[f]]);
				kept = evaluator.evaluate(arguments);
			}
			long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
			if (repetition >= 0)
				System.out.println(taken / rows.length);
		}
		if (kept == null)
			throw new IllegalStateException();
	}
}
