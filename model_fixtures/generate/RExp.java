/*
 * RExp.java: an R model saved by saveRDS(), as PMML (JPMML-R has no command line).
 *
 * usage: java -cp 'jars/*' RExp.java model.rds model.pmml
 */
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

import org.jpmml.rexp.ConverterFactory;
import org.jpmml.rexp.RExpParser;

public class RExp
{
	public static void main(String[] args) throws Exception
	{
		try (InputStream in = new FileInputStream(args[0]);
			 OutputStream out = new FileOutputStream(args[1]))
		{
			var model = new RExpParser(in).parse();
			var pmml = ConverterFactory.newInstance().newConverter(model).encodePMML();

			org.jpmml.model.metro.MetroJAXBUtil.marshalPMML(pmml, out);
		}
	}
}
